package io.latebind.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be looked after while the service runs. A chore that fails is tried again at the next round. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().factory());

    private final AtomicLong failures = new AtomicLong();

    /** @param name what the log calls it */
    record Chore(String name, Runnable work) {}

    Housekeeping(List<Chore> chores, Duration between) {
        long seconds = between.toSeconds();
        for (Chore chore : chores) {
            var _ = rounds.scheduleWithFixedDelay(() -> run(chore), seconds, seconds, TimeUnit.SECONDS);
        }
    }

    /** Chores that failed since the start. */
    long failures() {
        return failures.get();
    }

    private void run(Chore chore) {
        try {
            chore.work().run();
        } catch (RuntimeException failed) {
            failures.incrementAndGet();
            LOG.warn("{} failed and is tried again at the next round", chore.name(), failed);
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
