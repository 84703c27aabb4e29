package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.DevicePort;
import io.latebind.acceptance.process.LatebindProcess;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    /** Commands that were taken in before the users come to an end: enough that most devices had something to execute. */
    private static final int ENOUGH_WORK = 3 * DEVICES;

    @TempDir
    private Path directory;

    @Test
    void recordedResultIsThatOfTheLastExecutionWheneverTheServiceDies() throws Exception {
        int kills = Integer.getInteger("latebind.kills", 5);
        long seed = SimulatedFleet.seed();
        LOG.log(System.Logger.Level.INFO, "{0} kills, seed {1}", kills, Long.toString(seed));
        AtomicInteger answered = new AtomicInteger();
        try (RestartedService service = new RestartedService(directory.resolve("data"), seed, answered);
                SimulatedFleet fleet = fleet(service.service(), seed);
                Threads threads = new Threads(Executors.newCachedThreadPool())) {
            List<LateReporter> late = lateReporters(service.service());
            Set<String> lateOnes = journalsOf(late).keySet();
            List<String> tokens = new ArrayList<>(fleet.tokens());
            late.forEach(one -> tokens.add(one.device().attestationToken()));
            Users users = Users.of(service.service(), seed, tokens, answered, uuid -> !lateOnes.contains(uuid));
            List<Future<?>> lateRuns =
                    late.stream().<Future<?>>map(threads.service()::submit).toList();
            users.work(threads.service(), () -> service.kill(kills), ENOUGH_WORK);
            SettledFleet settled = new SettledFleet(service.service().rest(), users.actions(), fleet.journals());
            settled.await(DEVICES + LATE_DEVICES);
            fleet.stop();
            threads.stop();
            assertThat(lateRuns).noneMatch(run -> run.state() == Future.State.FAILED);
            settled.compare(journalsOf(late), seed);
            assertThat(service.service().stop()).isZero();
        }
    }

    private SimulatedFleet fleet(LatebindProcess service, long seed) {
        return SimulatedFleet.start(directory, service, service.deviceUrl(), seed, "--arrival 5s --devices " + DEVICES);
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

    private static List<LateReporter> lateReporters(LatebindProcess service) {
        DevicePort port = new DevicePort(service.deviceUrl(), service.rootCertificate());
        return IntStream.range(0, LATE_DEVICES)
                .mapToObj(_ -> new LateReporter(LateDevice.create(), port, InstantSource.system()))
                .toList();
    }

    private static Map<String, DeviceJournal> journalsOf(List<LateReporter> late) {
        return late.stream().collect(Collectors.toMap(one -> one.device().uuid().toString(), LateReporter::journal));
    }
}
