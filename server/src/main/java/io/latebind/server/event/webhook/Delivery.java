package io.latebind.server.event.webhook;

import io.latebind.server.event.EventId;
import io.latebind.server.event.EventType;
import java.time.Instant;
import java.util.Optional;

/**
 * An event on its way to a webhook, as users see it.
 *
 * @param attempts made, the one that is under way included
 * @param nextAttemptAt while it is PENDING
 * @param lastReason why the last attempt failed
 */
public record Delivery(
        EventId id,
        EventType type,
        String subject,
        Instant eventAt,
        State state,
        int attempts,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> lastAttemptAt,
        Optional<Instant> endedAt,
        Optional<Integer> lastStatus,
        Optional<String> lastReason) {

    /** Whether it goes on. */
    public enum State {
        PENDING,
        DELIVERED,
        /** Given up; it can be replayed. */
        DEAD
    }
}
