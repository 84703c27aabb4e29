package io.latebind.server.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * So many a minute for each of many, evenly refilled, in bounded memory: whose budget was touched longest ago is forgotten first, and
 * then has a full one.
 */
final class Budgets<K> {
    /** About 3 MB. */
    private static final int MOST = 20_000;

    private final int perMinute;
    private final TimeMeter time;
    private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
            return size() > MOST;
        }
    };

    /** @param perMinute 0 for any number */
    Budgets(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.time = new Meter(clock);
    }

    private record Meter(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    /** Takes one. Zero when there was one; else how long until there is. */
    Duration spend(K who) {
        if (perMinute == 0) {
            return Duration.ZERO;
        }
        ConsumptionProbe probe = bucket(who).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    /** Takes nothing. Zero while there is one; else how long until there is. */
    Duration untilOneIsLeft(K who) {
        if (perMinute == 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(bucket(who).estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    private Bucket bucket(K who) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    who,
                    _ -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                            .withCustomTimePrecision(time)
                            .build());
        }
    }
}
