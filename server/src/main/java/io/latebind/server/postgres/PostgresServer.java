package io.latebind.server.postgres;

import io.latebind.server.kernel.StartRefused;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** How a PostgreSQL process is started on a data directory and a port. */
record PostgresServer(PostgresFiles files, PostgresUser user, Durability durability, int port) {
    /** Recovery after a crash reads at most what max_wal_size lets pile up; slow disks need minutes. */
    private static final int READY_SECONDS = 600;

    private static final int MAX_TRIES = 20;
    private static final long RETRY_MILLIS = 500;
    private static final long LOG_BYTES = 8 << 20;
    private static final int TAIL_BYTES = 4096;

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    PostgresServer onPort(int other) {
        return new PostgresServer(files, user, durability, other);
    }

    /** Starts the process, without waiting for it to be ready. In a session of its own: Ctrl-C is for us, not for it. */
    Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(user.command(files.program("postgres"), arguments()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
        CommandRun.cleanEnvironment(builder.environment());
        return builder.start();
    }

    /** Whether it takes connections; false when the process ended instead. */
    boolean awaitReady(Process process) {
        Postmaster postmaster = new Postmaster(process.pid(), files);
        boolean decided = BoundedWait.until(READY_SECONDS, () -> postmaster.ready() || !process.isAlive());
        if (!decided) {
            postmaster.stop();
        }
        return process.isAlive() && postmaster.ready();
    }

    /** What a start that failed calls for. */
    sealed interface Failure {
        /** Sessions of a killed postmaster are still ending. */
        record TryAgain() implements Failure {}

        record OtherPort() implements Failure {}

        record Final(StartRefused refusal) implements Failure {}
    }

    /** @param from where in the log this start began */
    private Failure failure(long from) throws IOException {
        String tail = logTail(from);
        String last = tail.lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((earlier, later) -> later)
                .orElse("it said nothing");
        if (tail.contains("pre-existing shared memory block")) {
            return new Failure.TryAgain();
        }
        if (tail.contains("Address already in use")) {
            return new Failure.OtherPort();
        }
        String wayOut = tail.contains("No space left on device")
                ? "free some space and start again"
                : "see " + files.log() + ", or restore the directory from a backup";
        return new Failure.Final(new StartRefused(
                "the embedded PostgreSQL in %s does not start (%s): %s".formatted(files.data(), last, wayOut)));
    }

    /** Starts until it takes connections, on another port where that helps. */
    static Running start(PostgresServer wanted) throws IOException {
        PostgresServer server = wanted;
        server.boundLog();
        for (int tries = 1; ; tries++) {
            long logged = Files.exists(server.files.log()) ? Files.size(server.files.log()) : 0;
            Process process = server.launch();
            if (server.awaitReady(process)) {
                return new Running(server, process);
            }
            switch (server.failure(logged)) {
                case Failure.Final(StartRefused refusal) -> throw refusal;
                case Failure.OtherPort other -> server = server.onPort(freePort());
                case Failure.TryAgain again -> BoundedWait.pause(RETRY_MILLIS);
            }
            if (tries == MAX_TRIES) {
                throw new StartRefused("the embedded PostgreSQL in %s does not start after %d tries: see %s"
                        .formatted(server.files.data(), tries, server.files.log()));
            }
        }
    }

    record Running(PostgresServer server, Process process) {}

    /** Keeps the log below twice its limit: PostgreSQL appends, so it goes on at the new end. */
    void boundLog() throws IOException {
        Path log = files.log();
        Files.createDirectories(log.resolveSibling("."));
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.copy(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(log, "");
        }
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-D", files.data().toString()));
        List<String> settings = new ArrayList<>(durability.settings());
        settings.addAll(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=40",
                "shared_buffers=128MB",
                "max_wal_size=512MB",
                "checkpoint_completion_target=0.9",
                "jit=off",
                "max_parallel_workers_per_gather=0",
                "lc_messages=C",
                "timezone=UTC",
                "log_timezone=UTC",
                "logging_collector=off",
                "log_destination=stderr",
                // neither statements nor values in the log: they may hold secrets
                "log_statement=none",
                "log_min_error_statement=panic",
                "log_error_verbosity=terse",
                "log_parameter_max_length_on_error=0"));
        for (String setting : settings) {
            arguments.add("-c");
            arguments.add(setting);
        }
        return arguments;
    }

    private String logTail(long from) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(files.log().toFile(), "r")) {
            log.seek(Math.max(Math.min(from, log.length()), log.length() - TAIL_BYTES));
            byte[] tail = new byte[(int) (log.length() - log.getFilePointer())];
            log.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        }
    }
}
