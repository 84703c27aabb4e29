package io.latebind.server.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A short program that ran to its end.
 *
 * @param output both streams; these programs print no secrets
 */
record CommandRun(int exitCode, String output) {
    static CommandRun of(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        cleanEnvironment(builder.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new CommandRun(process.waitFor(), output.strip());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IOException("interrupted while waiting for " + command.getFirst(), interrupted);
        }
    }

    /** PGPORT, PGDATA and the like would change what PostgreSQL does; its texts are read by us, so they are in English. */
    static void cleanEnvironment(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
    }

    boolean succeeded() {
        return exitCode == 0;
    }

    String lastLine() {
        return output.lines().reduce("", (earlier, later) -> later);
    }
}
