package io.latebind.acceptance.peer;

import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One service for all test classes of this package, which keep apart by their devices. */
final class SharedLatebind implements ParameterResolver {
    /** A service that runs, and a folder for whatever a test needs besides. */
    record Shared(LatebindProcess process, Path folder) implements AutoCloseable {
        static Shared start() {
            try {
                Path folder = Files.createTempDirectory("latebind-peers");
                return new Shared(
                        LatebindProcess.start(
                                folder.resolve("data"), "--public-host", "localhost", "--attestation-tokens", "true"),
                        folder);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }

        Rest rest() {
            return process.rest();
        }

        @Override
        public void close() throws IOException {
            process.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Shared.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedLatebind.class))
                .computeIfAbsent("service", _ -> Shared.start(), Shared.class);
    }
}
