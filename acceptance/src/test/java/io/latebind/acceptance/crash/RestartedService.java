package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.FixedPort;
import io.latebind.acceptance.process.LatebindProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Kills the service again and again, with its PostgreSQL every second time, and starts it again. The moments are random in work
 * done, not in time: a slow machine gets as far between two kills as a fast one.
 */
final class RestartedService implements AutoCloseable {
    private static final int ONE_IN_KILLED_WHILE_STARTING = 5;

    private static final int LEAST_WORK = 10;
    private static final int MOST_WORK = 200;
    private static final Duration WORK_WITHIN = Duration.ofMinutes(5);

    private final Path dataDir;
    private final String[] flags;
    private final Random random;
    private final AtomicInteger workDone;
    private LatebindProcess service;

    /**
     * @param workDone grows while the service serves
     * @param more flags
     */
    RestartedService(Path dataDir, long seed, AtomicInteger workDone, String... more) {
        this.workDone = workDone;
        this.dataDir = dataDir;
        this.flags = flags(more);
        this.random = new Random(seed);
        this.service = LatebindProcess.start(dataDir, this.flags);
    }

    /** Ports that stay the same. */
    private static String[] flags(String... more) {
        String[] flags = {
            "--api-listen",
            "127.0.0.1:" + FixedPort.find(),
            "--device-https-listen",
            "127.0.0.1:" + FixedPort.find(),
            "--device-coap-listen",
            "127.0.0.1:" + FixedPort.find(),
            "--public-host",
            "localhost",
            "--max-deliveries",
            "100"
        };
        return Stream.of(flags, more).flatMap(Stream::of).toArray(String[]::new);
    }

    LatebindProcess service() {
        return service;
    }

    /** At random moments. Returns with a service that serves. */
    void kill(int times) {
        for (int i = 0; i < times; i++) {
            if (random.nextInt(ONE_IN_KILLED_WHILE_STARTING) == 0) {
                pass(random.nextInt(100, 1500));
            } else {
                service.awaitServing();
                int enough = workDone.get() + random.nextInt(LEAST_WORK, MOST_WORK);
                Await.until(WORK_WITHIN, "work goes on", () -> workDone.get() >= enough);
            }
            kill(i % 2 == 0, random.nextBoolean());
        }
        service.awaitServing();
    }

    /** Once, and launches it anew. */
    void kill(boolean withPostgres, boolean postgresFirst) {
        if (withPostgres && postgresFirst) {
            service.killPostgres();
        }
        service.program().kill();
        if (withPostgres) {
            service.killPostgres();
        }
        service = LatebindProcess.launch(dataDir, flags);
    }

    /** Stops the service as an operator does, when this much work is done, and returns when it serves again. */
    void restartInOrder(int afterWork) {
        Await.until(WORK_WITHIN, "work goes on", () -> workDone.get() >= afterWork);
        assertThat(service.stop()).as(service.program().told()).isZero();
        service = LatebindProcess.start(dataDir, flags);
    }

    /** Up to a moment that nothing but chance chooses. */
    static void pass(int millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
