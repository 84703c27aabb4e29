package io.latebind.cli;

import io.latebind.server.LatebindServer;
import io.latebind.server.config.ConfigReader;
import io.latebind.server.config.ConfigResult;
import io.latebind.server.config.ConfigSources;
import io.latebind.server.config.ConfigSources.Flag;
import io.latebind.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A service with its embedded database, as `latebind serve` starts it, for all test classes that ask for it. */
final class SharedServer implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedServer.class))
                .computeIfAbsent("service", _ -> new Running(), Running.class);
    }

    static final class Running implements AutoCloseable {
        private final Path directory;
        private final LatebindServer server;
        private final LatebindServer.Started started;

        Running() {
            try {
                directory = Files.createTempDirectory("latebind-cli");
                server = new LatebindServer(config(directory.resolve("latebind-data")));
                started = server.start();
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }

        private static ServerConfig config(Path data) {
            List<Flag> flags = List.of(
                    new Flag("data-dir", data.toString()),
                    new Flag("api-listen", "127.0.0.1:0"),
                    new Flag("device-https-listen", "127.0.0.1:0"),
                    new Flag("device-coap-listen", "127.0.0.1:0"),
                    new Flag("webhook-allow-private", "true"));
            return switch (ConfigReader.read(new ConfigSources(Optional.empty(), Map.of(), flags, "localhost"))) {
                case ConfigResult.Accepted(ServerConfig config) -> config;
                case ConfigResult.Rejected(var problems) -> throw new AssertionError(problems);
            };
        }

        String url() {
            return "http://127.0.0.1:" + started.api().getPort();
        }

        URI deviceUrl() {
            return URI.create("https://localhost:" + started.deviceHttps().getPort());
        }

        Path ownerKey() {
            return started.ownerKey();
        }

        Path rootCertificate() {
            return started.rootCertificate();
        }

        @Override
        public void close() {
            server.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }
    }
}
