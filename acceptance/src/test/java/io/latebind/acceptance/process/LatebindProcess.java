package io.latebind.acceptance.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code latebind serve} on a data directory, and the PostgreSQL that it started there. */
public final class LatebindProcess implements AutoCloseable {
    private static final Pattern SERVES = Pattern.compile(
            "serving users on (.*?):(\\d+), devices over HTTPS on .*?:(\\d+) and over CoAP on .*?:(\\d+);");

    private final RunningProgram program;
    private final Path dataDir;

    private LatebindProcess(RunningProgram program, Path dataDir) {
        this.program = program;
        this.dataDir = dataDir;
    }

    /** On loopback ports that the system chooses; returns when {@code GET /health} answers 200. */
    public static LatebindProcess start(Path dataDir, String... more) {
        LatebindProcess service = launch(dataDir, more);
        try {
            service.awaitServing();
            return service;
        } catch (AssertionError | RuntimeException failed) {
            service.close();
            throw failed;
        }
    }

    /** Does not wait. A flag in {@code more} replaces the one given here. */
    public static LatebindProcess launch(Path dataDir, String... more) {
        List<String> given = List.of(more);
        List<String> words = new ArrayList<>(List.of("serve", "--data-dir", dataDir.toString()));
        for (String flag :
                List.of("--api-listen", "--device-https-listen", "--device-coap-listen", "--metrics-listen")) {
            if (!given.contains(flag)) {
                words.addAll(List.of(flag, "127.0.0.1:0"));
            }
        }
        words.addAll(given);
        return new LatebindProcess(RunningProgram.latebind(words), dataDir);
    }

    public void awaitServing() {
        Await.until(RunningProgram.LIMIT, "the service serves\n" + program.told(), () -> {
            if (!program.isAlive()) {
                throw new AssertionError("the service ended\n" + program.told());
            }
            return ports().isPresent();
        });
        Await.until(RunningProgram.LIMIT, "GET /health answers 200", () -> rest().status("/health") == 200);
    }

    private Optional<Matcher> ports() {
        return program.err().stream().map(SERVES::matcher).filter(Matcher::find).findFirst();
    }

    private int port(int group) {
        return Integer.parseInt(
                ports().orElseThrow(() -> new AssertionError(program.told())).group(group));
    }

    public int apiPort() {
        return port(2);
    }

    public int devicePort() {
        return port(3);
    }

    /** A UDP port. */
    public int coapPort() {
        return port(4);
    }

    public URI coapUrl() {
        return URI.create("coaps://localhost:" + coapPort());
    }

    public URI api() {
        boolean ipv6 = ports().orElseThrow().group(1).contains(":");
        return URI.create("http://" + (ipv6 ? "[::1]" : "127.0.0.1") + ":" + apiPort());
    }

    public URI deviceUrl() {
        return URI.create("https://localhost:" + devicePort());
    }

    public Path rootCertificate() {
        return dataDir.resolve("tls").resolve("ca.pem");
    }

    public String ownerKey() {
        return read(dataDir.resolve("owner.key")).strip();
    }

    public Rest rest() {
        return new Rest(api(), ownerKey());
    }

    public RunningProgram program() {
        return program;
    }

    /** SIGTERM, and the exit code. */
    public int stop() {
        program.terminate();
        return program.awaitExit(RunningProgram.LIMIT);
    }

    /** The embedded PostgreSQL of this directory, when it runs: of this service or of one that was killed. */
    public Optional<ProcessHandle> postgres() {
        Path data = dataDir.resolve("postgres").resolve("data");
        Path pidFile = data.resolve("postmaster.pid");
        try {
            String first = Files.readString(pidFile, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
            Path commandLine = Path.of("/proc", first, "cmdline");
            return first.matches("[0-9]+")
                            && Files.exists(commandLine)
                            && Files.readString(commandLine, StandardCharsets.ISO_8859_1)
                                    .contains(data.toRealPath().toString())
                    ? ProcessHandle.of(Long.parseLong(first))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** kill -9 of PostgreSQL's main process; returns when it is dead. */
    public void killPostgres() {
        postgres().ifPresent(LatebindProcess::killed);
    }

    private static void killed(ProcessHandle process) {
        process.destroyForcibly();
        Await.until(Duration.ofSeconds(60), "process " + process.pid() + " is dead", () -> !process.isAlive());
    }

    /** Ends everything, in order where it still can. */
    @Override
    public void close() {
        if (program.isAlive()) {
            program.terminate();
            try {
                program.awaitExit(Duration.ofSeconds(60));
            } catch (AssertionError stuck) {
                program.kill();
            }
        }
        killPostgres();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
