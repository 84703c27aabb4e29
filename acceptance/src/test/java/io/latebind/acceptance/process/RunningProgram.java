package io.latebind.acceptance.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that a test started, what it wrote so far, and its certain end. */
public final class RunningProgram implements AutoCloseable {
    /** Generous: other builds may use the same machine. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int KILLED_WITHIN_SECONDS = 60;

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final List<Thread> readers;

    private RunningProgram(Process process) {
        this.process = process;
        this.readers = List.of(reading(process.inputReader(), out), reading(process.errorReader(), err));
    }

    /** @param environment added to the test's own, without what Latebind would take for settings */
    public static RunningProgram start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("LATEBIND_") && !name.equals("LATEBIND_JAVA_HOME"));
        builder.environment().put("LATEBIND_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.directory(Path.of(System.getProperty("java.io.tmpdir")).toFile());
        try {
            return new RunningProgram(builder.start());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** {@code bin/latebind} of the assembled distribution. */
    public static RunningProgram latebind(Map<String, String> environment, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("latebind.distribution"), "bin", "latebind")
                .toString());
        command.addAll(words);
        return start(command, environment);
    }

    public static RunningProgram latebind(List<String> words) {
        return latebind(Map.of(), words);
    }

    /** Platform threads: a read from a pipe holds the carrier of a virtual one, and two cores have but two of them. */
    private static Thread reading(BufferedReader source, List<String> lines) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (source) {
                for (String line = source.readLine(); line != null; line = source.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                    }
                }
            } catch (IOException ended) {
                // the process was killed
            }
        });
    }

    public List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    public List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void terminate() {
        process.destroy();
    }

    /** Returns when it is dead. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(KILLED_WITHIN_SECONDS));
    }

    /** The exit code; all that it wrote is there when this returns. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("did not end within " + limit + "\n" + told());
            }
            for (Thread reader : readers) {
                reader.join(Duration.ofSeconds(5));
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }

    /** For the text of a failed assertion. */
    public String told() {
        return "stdout:\n" + String.join("\n", out()) + "\nstderr:\n" + String.join("\n", err());
    }

    @Override
    public void close() {
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        if (process.isAlive()) {
            kill();
        }
    }
}
