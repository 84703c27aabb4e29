package io.latebind.server.postgres;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running main process of PostgreSQL on a data directory, known by its postmaster.pid and by what the kernel says. */
record Postmaster(long pid, PostgresFiles files) {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final int FAST_SECONDS = 60;
    private static final int IMMEDIATE_SECONDS = 15;

    /**
     * Stops what an earlier run that crashed left running on this directory. A postmaster.pid that names another program (the
     * number was given again) or nothing is removed; one that names no process is left to PostgreSQL, which checks the shared
     * memory that it names.
     */
    static void stopLeftover(PostgresFiles files) throws IOException {
        if (!Files.exists(files.pidFile())) {
            return;
        }
        Optional<Postmaster> named = named(files);
        if (named.isPresent() && named.get().runs()) {
            LOG.info(
                    "stopping the PostgreSQL that an earlier run left, process {}",
                    named.get().pid());
            named.get().stop();
        } else if (named.isEmpty()
                || Files.exists(Path.of("/proc/" + named.get().pid()))) {
            Files.deleteIfExists(files.pidFile());
        }
    }

    private static Optional<Postmaster> named(PostgresFiles files) throws IOException {
        String number = line(files, 0);
        return number.matches("[1-9][0-9]{0,9}")
                ? Optional.of(new Postmaster(Long.parseLong(number), files))
                : Optional.empty();
    }

    /** Whether the process is a PostgreSQL on this very directory. A zombie is not: it has no command line. */
    boolean runs() {
        try {
            Path process = Path.of("/proc/" + pid);
            List<String> command = List.of(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0", -1));
            if (!command.getFirst().endsWith("/postgres") && !command.getFirst().equals("postgres")) {
                return false;
            }
            return command.contains(files.data().toString())
                    || process.resolve("cwd").toRealPath().equals(files.data());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether it takes connections: what pg_ctl looks at. */
    boolean ready() {
        return line(files, 0).equals(Long.toString(pid)) && line(files, 7).equals("ready");
    }

    /** Ends it in order: sessions are cut, what they committed is kept. */
    void stop() {
        signal("INT");
        if (BoundedWait.until(FAST_SECONDS, () -> !runs())) {
            return;
        }
        LOG.warn("PostgreSQL does not end within {} s, process {}: ending it at once", FAST_SECONDS, pid);
        signal("QUIT");
        if (BoundedWait.until(IMMEDIATE_SECONDS, () -> !runs())) {
            return;
        }
        signal("KILL");
        if (!BoundedWait.until(IMMEDIATE_SECONDS, () -> !runs())) {
            throw new StartRefused("the PostgreSQL on %s does not end: stop process %d, then start again"
                    .formatted(files.data(), pid));
        }
    }

    /** Java itself only knows TERM and KILL. */
    private void signal(String name) {
        try {
            CommandRun.of(List.of("sh", "-c", "kill -" + name + " " + pid));
        } catch (IOException fault) {
            throw new java.io.UncheckedIOException(fault);
        }
    }

    private static String line(PostgresFiles files, int index) {
        try {
            return Files.readString(files.pidFile(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .skip(index)
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException gone) {
            return "";
        }
    }
}
