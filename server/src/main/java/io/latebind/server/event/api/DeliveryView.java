package io.latebind.server.event.api;

import io.latebind.server.event.webhook.Delivery;
import java.time.Instant;
import java.util.Optional;

/** A delivery as REST shows it. */
record DeliveryView(
        String id,
        String type,
        String subject,
        Instant eventAt,
        String state,
        int attempts,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> lastAttemptAt,
        Optional<Instant> endedAt,
        Optional<Integer> lastStatus,
        Optional<String> lastReason) {

    static DeliveryView of(Delivery delivery) {
        return new DeliveryView(
                delivery.id().toString(),
                delivery.type().name(),
                delivery.subject(),
                delivery.eventAt(),
                delivery.state().name(),
                delivery.attempts(),
                delivery.nextAttemptAt(),
                delivery.lastAttemptAt(),
                delivery.endedAt(),
                delivery.lastStatus(),
                delivery.lastReason());
    }
}
