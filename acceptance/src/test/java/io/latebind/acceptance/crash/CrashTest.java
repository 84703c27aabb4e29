package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.DevicePort;
import io.latebind.acceptance.process.FixedPort;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.Rest;
import io.latebind.acceptance.process.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The promise of specification 3 under kill -9: 200 simulated devices and some with late reports work while the service dies at
 * random moments. {@code -Dlatebind.kills=20 -Dlatebind.seed=…} makes it longer and chooses the moments again.
 */
class CrashTest {
    private static final System.Logger LOG = System.getLogger(CrashTest.class.getName());
    private static final int DEVICES = 200;
    private static final int LATE_DEVICES = 8;
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(5);
    private static final String COUNT = "/v1/claimed-devices?pageLimit=1";

    @TempDir
    private Path directory;

    @Test
    void recordedResultIsThatOfTheLastExecutionWheneverTheServiceDies() throws Exception {
        int kills = Integer.getInteger("latebind.kills", 5);
        long given = Long.getLong("latebind.seed", 0);
        long seed = given == 0 ? new Random().nextInt(1, Integer.MAX_VALUE) : given;
        LOG.log(System.Logger.Level.INFO, "{0} kills, seed {1}", kills, Long.toString(seed));
        try (Kills service = new Kills(directory.resolve("data"), flags(), seed);
                RunningProgram fleet = fleet(service.service(), seed);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<LateReporter> late = lateReporters(service.service());
            QueueWriter user = new QueueWriter(
                    service.service().rest(),
                    Files.readString(service.service().rootCertificate()),
                    seed,
                    Stream.concat(
                                    tokens(fleet).stream(),
                                    late.stream().map(one -> one.device().attestationToken()))
                            .toList());
            List<Future<?>> lateRuns =
                    late.stream().<Future<?>>map(threads::submit).toList();
            work(service, kills, user, threads);
            settle(service.service().rest(), user.uuids().size());
            fleet.terminate();
            assertThat(fleet.awaitExit(RunningProgram.LIMIT)).as(fleet.told()).isIn(0, 143);
            lateRuns.forEach(run -> run.cancel(true));
            threads.shutdown();
            assertThat(threads.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES))
                    .isTrue();
            compare(service.service().rest(), user, late, seed);
            assertThat(service.service().stop()).isZero();
        }
    }

    private static List<String> flags() {
        return List.of(
                "--api-listen",
                "127.0.0.1:" + FixedPort.find(),
                "--device-https-listen",
                "127.0.0.1:" + FixedPort.find(),
                "--public-host",
                "localhost",
                "--max-deliveries",
                "100");
    }

    private RunningProgram fleet(LatebindProcess service, long seed) {
        return RunningProgram.latebind(Stream.of(
                        "simulate --until stopped --interval 2s --wait-claim 1h --wait-service 1h --devices " + DEVICES,
                        "--seed " + seed,
                        "--device-url " + service.deviceUrl(),
                        "--ca " + service.rootCertificate(),
                        "--tokens " + tokenFile(),
                        "--journal " + journals())
                .flatMap(words -> Stream.of(words.split(" ")))
                .toList());
    }

    private Path tokenFile() {
        return directory.resolve("tokens");
    }

    private Path journals() {
        return directory.resolve("journals");
    }

    private List<String> tokens(RunningProgram fleet) throws IOException {
        Await.until(
                RunningProgram.LIMIT,
                "the devices tell their tokens\n" + fleet.told(),
                () -> fleet.out().stream().anyMatch(line -> line.startsWith("Devices that are not claimed")));
        return Files.readAllLines(tokenFile());
    }

    private static List<LateReporter> lateReporters(LatebindProcess service) {
        DevicePort port = new DevicePort(service.deviceUrl(), service.rootCertificate());
        return IntStream.range(0, LATE_DEVICES)
                .mapToObj(_ -> new LateReporter(LateDevice.create(), port, InstantSource.system()))
                .toList();
    }

    /** The user goes on while the service is killed, and comes to an end when it stays. */
    private static void work(Kills service, int kills, QueueWriter user, ExecutorService threads) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Callable<Boolean> writing = () -> {
            while (!over.get()) {
                user.round(over::get);
            }
            return true;
        };
        Future<Boolean> written = threads.submit(writing);
        service.inflict(kills);
        over.set(true);
        written.get();
        user.finish();
    }

    private static void settle(Rest rest, int devices) {
        Await.until(
                SETTLED_WITHIN,
                "all devices are PROVISIONED",
                () -> rest.get(COUNT + "&status=PROVISIONED")
                                        .json()
                                        .path("total")
                                        .asInt()
                                == devices
                        || complaint(rest));
    }

    private static boolean complaint(Rest rest) {
        JsonNode errors = rest.get(COUNT + "&status=ERROR").json();
        if (errors.path("total").asInt() > 0) {
            String id = errors.path("items").get(0).path("id").asString();
            throw new AssertionError("a command failed: "
                    + rest.get("/v1/claimed-devices/" + id + "/provisioning?pageLimit=100")
                            .body());
        }
        return false;
    }

    private void compare(Rest rest, QueueWriter user, List<LateReporter> late, long seed) throws IOException {
        Map<String, LateReporter> lateOnes = late.stream()
                .collect(Collectors.toMap(one -> one.device().uuid().toString(), Function.identity()));
        List<String> problems = new ArrayList<>();
        int executions = 0;
        int acknowledged = 0;
        for (String uuid : user.uuids()) {
            LateReporter own = lateOnes.get(uuid);
            DeviceJournal journal =
                    own == null ? DeviceJournal.read(journals().resolve(uuid + ".jsonl")) : own.journal();
            JsonNode items = rest.get("/v1/claimed-devices/" + uuid + "/provisioning?pageLimit=100")
                    .json()
                    .path("items");
            List<CommandSeen> commands = StreamSupport.stream(items.spliterator(), false)
                    .map(CommandSeen::of)
                    .toList();
            JournalComparison.problems(journal, commands, user.actions(uuid))
                    .forEach(problem -> problems.add(uuid + ": " + problem));
            executions += commands.stream()
                    .mapToInt(command -> journal.executionsOf(command.id()).size())
                    .sum();
            acknowledged += user.actions(uuid).acknowledged().size();
        }
        LOG.log(
                System.Logger.Level.INFO,
                "{0} acknowledged commands, {1} executions",
                Integer.toString(acknowledged),
                Integer.toString(executions));
        assertThat(executions).isGreaterThan(user.uuids().size());
        assertThat(problems).as("seed %d", seed).isEmpty();
    }
}
