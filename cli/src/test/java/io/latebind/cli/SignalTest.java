package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SignalTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void stopsInOrderAndEndsWithZeroOnSigterm() throws IOException, InterruptedException {
        Path file = folder.resolve("state");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServedUntilSignalled.class.getName(),
                        file.toString())
                .start();
        try (BufferedReader log = process.errorReader()) {
            assertThat(log.lines().anyMatch(line -> line.contains("serving until SIGTERM")))
                    .isTrue();
            process.destroy();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(file).hasContent("stopped in order");
        } finally {
            process.destroyForcibly();
        }
    }
}
