package io.latebind.server;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be looked after while the service runs. A chore that fails is tried again at the next round; the log says so once, and
 * again only after it went well.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().factory());

    /** Used by the one thread alone. */
    private final Set<String> failing = new HashSet<>();

    private final AtomicLong failures = new AtomicLong();

    /**
     * @param name what the log calls it
     * @param between from its end to its next begin
     */
    record Chore(String name, Duration between, Runnable work) {}

    Housekeeping(List<Chore> chores) {
        for (Chore chore : chores) {
            long seconds = chore.between().toSeconds();
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
            failing.remove(chore.name());
        } catch (RuntimeException failed) {
            failures.incrementAndGet();
            if (failing.add(chore.name())) {
                LOG.warn("{} failed and is tried again every {}", chore.name(), chore.between(), failed);
            }
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
