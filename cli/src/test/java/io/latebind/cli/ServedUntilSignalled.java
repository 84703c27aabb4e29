package io.latebind.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A process with a service that does nothing but write its end into the file of the first argument. */
public final class ServedUntilSignalled {
    private ServedUntilSignalled() {}

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        System.exit(Latebind.commandLine(_ -> new Idle(file), Map.of()).execute("serve"));
    }

    private record Idle(Path file) implements ServerStarter.Service {
        @Override
        public void start() {
            // serves nothing
        }

        @Override
        public void stop() {
            write(file);
        }
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "stopped in order");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
