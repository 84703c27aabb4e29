package io.latebind.cli.client;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Everything around the program that a command may use.
 *
 * @param directory where relative files are looked for
 * @param input what {@code -} reads
 */
public record Surroundings(
        Map<String, String> environment,
        Path directory,
        InputStream input,
        Terminal terminal,
        InstantSource clock,
        Pause pause) {
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(), Path.of(""), System.in, new SystemTerminal(), InstantSource.system(), Thread::sleep);
    }

    public Surroundings withEnvironment(Map<String, String> other) {
        return new Surroundings(other, directory, input, terminal, clock, pause);
    }
}
