package io.latebind.server.event.webhook;

import io.latebind.server.event.EventType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a delivery that failed is tried again. Pure. */
final class RetryRules {
    /** Behind the first attempt, the second, and so on: nine attempts in nineteen hours. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(6),
            Duration.ofHours(6));

    /** As long as a receiver may have itself left alone. */
    static final Duration LONGEST = WAITS.getLast();

    /** Of a wait, on either side: so that deliveries that failed together do not come back together. */
    private static final double SPREAD = 0.2;

    private RetryRules() {}

    /**
     * Empty when it is not tried again: after the last attempt, and for a test, which somebody is looking at.
     *
     * @param attempts made so far, 1 or more
     * @param held how long the receiver wants to be left alone: no wait is shorter, and the plan's own is not made shorter by it
     * @param dice 0 to 1, even
     */
    static Optional<Duration> wait(EventType type, int attempts, Optional<Duration> held, double dice) {
        if (type.equals(EventType.WEBHOOK_TEST) || attempts > WAITS.size()) {
            return Optional.empty();
        }
        Duration planned = times(WAITS.get(attempts - 1), 1 + SPREAD * (2 * dice - 1));
        return held.map(asked -> times(asked, 1 + SPREAD * dice))
                .filter(asked -> asked.compareTo(planned) > 0)
                .or(() -> Optional.of(planned));
    }

    private static Duration times(Duration wait, double factor) {
        return Duration.ofMillis((long) (wait.toMillis() * factor));
    }
}
