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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of specification 3 under kill -9: 200 simulated devices and some with late reports work while the service dies at
 * random moments. {@code -Dlatebind.kills=20 -Dlatebind.seed=…} makes it longer and chooses the moments again.
 */
class CrashTest {
    private static final System.Logger LOG = System.getLogger(CrashTest.class.getName());
    private static final int DEVICES = 200;
    private static final int LATE_DEVICES = 6;
    private static final int USERS = 4;
    /** Commands that were taken in before the users come to an end: enough that most devices had something to execute. */
    private static final int ENOUGH_WORK = 3 * DEVICES;

    private static final Duration WORKED_WITHIN = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    @Test
    void recordedResultIsThatOfTheLastExecutionWheneverTheServiceDies() throws Exception {
        int kills = Integer.getInteger("latebind.kills", 5);
        long given = Long.getLong("latebind.seed", 0);
        long seed = given == 0 ? new Random().nextInt(1, Integer.MAX_VALUE) : given;
        LOG.log(System.Logger.Level.INFO, "{0} kills, seed {1}", kills, Long.toString(seed));
        AtomicInteger answered = new AtomicInteger();
        try (Kills service = new Kills(directory.resolve("data"), flags(), seed, answered);
                RunningProgram fleet = fleet(service.service(), seed);
                Threads threads = new Threads(Executors.newCachedThreadPool())) {
            List<LateReporter> late = lateReporters(service.service());
            List<QueueWriter> users = users(
                    service.service(),
                    seed,
                    tokens(fleet, late),
                    journalsOf(late).keySet(),
                    answered);
            List<Future<?>> lateRuns =
                    late.stream().<Future<?>>map(threads.service()::submit).toList();
            work(service, kills, users, threads.service(), answered);
            SettledFleet settled = new SettledFleet(service.service().rest(), users, journals());
            settled.await(DEVICES + LATE_DEVICES);
            fleet.terminate();
            assertThat(fleet.awaitExit(RunningProgram.LIMIT)).as(fleet.told()).isIn(0, 143);
            threads.stop();
            assertThat(lateRuns).noneMatch(run -> run.state() == Future.State.FAILED);
            settled.compare(journalsOf(late), seed);
            assertThat(service.service().stop()).isZero();
        }
    }

    /** Interrupted at the end, however it comes. */
    private record Threads(ExecutorService service) implements AutoCloseable {
        void stop() {
            service.shutdownNow();
            try {
                assertThat(service.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            stop();
        }
    }

    private static List<String> flags() {
        return List.of(
                "--api-listen",
                "127.0.0.1:" + FixedPort.find(),
                "--device-https-listen",
                "127.0.0.1:" + FixedPort.find(),
                "--device-coap-listen",
                "127.0.0.1:" + FixedPort.find(),
                "--public-host",
                "localhost",
                "--max-deliveries",
                "100");
    }

    private RunningProgram fleet(LatebindProcess service, long seed) {
        return RunningProgram.latebind(Stream.of(
                        "simulate --until stopped --interval 5s --arrival 5s --wait-claim 1h --wait-service 1h --devices "
                                + DEVICES,
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

    private List<String> tokens(RunningProgram fleet, List<LateReporter> late) throws IOException {
        Await.until(
                RunningProgram.LIMIT,
                "the devices tell their tokens\n" + fleet.told(),
                () -> fleet.out().stream().anyMatch(line -> line.startsWith("Devices that are not claimed")));
        List<String> tokens = new ArrayList<>(Files.readAllLines(tokenFile()));
        late.forEach(one -> tokens.add(one.device().attestationToken()));
        return tokens;
    }

    /** Each one has its own devices. */
    private static List<QueueWriter> users(
            LatebindProcess service, long seed, List<String> tokens, Set<String> late, AtomicInteger answered)
            throws IOException {
        String rootPem = Files.readString(service.rootCertificate());
        Rest rest = service.rest();
        return IntStream.range(0, USERS)
                .mapToObj(user -> new QueueWriter(
                        rest,
                        rootPem,
                        seed + user,
                        IntStream.range(0, tokens.size())
                                .filter(i -> i % USERS == user)
                                .mapToObj(tokens::get)
                                .toList(),
                        answered,
                        uuid -> !late.contains(uuid)))
                .toList();
    }

    private static List<LateReporter> lateReporters(LatebindProcess service) {
        DevicePort port = new DevicePort(service.deviceUrl(), service.rootCertificate());
        return IntStream.range(0, LATE_DEVICES)
                .mapToObj(_ -> new LateReporter(LateDevice.create(), port, InstantSource.system()))
                .toList();
    }

    /** The users go on while the service is killed, and come to an end when it stays. */
    private static void work(
            Kills service, int kills, List<QueueWriter> users, ExecutorService threads, AtomicInteger answered)
            throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Future<Boolean>> written = new ArrayList<>();
        for (QueueWriter user : users) {
            Callable<Boolean> writing = () -> {
                user.workUntil(over::get);
                user.finish();
                return true;
            };
            written.add(threads.submit(writing));
        }
        service.inflict(kills);
        Await.until(WORKED_WITHIN, "the users get their work done", () -> answered.get() >= ENOUGH_WORK);
        over.set(true);
        for (Future<Boolean> user : written) {
            user.get();
        }
    }

    private static Map<String, DeviceJournal> journalsOf(List<LateReporter> late) {
        return late.stream().collect(Collectors.toMap(one -> one.device().uuid().toString(), LateReporter::journal));
    }
}
