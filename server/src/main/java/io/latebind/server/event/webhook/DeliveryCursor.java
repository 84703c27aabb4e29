package io.latebind.server.event.webhook;

import io.latebind.server.event.EventId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The delivery with which a page ended; opaque to users. */
public record DeliveryCursor(Instant eventAt, EventId id) {
    private static final Pattern TOKEN =
            Pattern.compile("([0-9]{1,15})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

    static DeliveryCursor of(Delivery delivery) {
        return new DeliveryCursor(delivery.eventAt(), delivery.id());
    }

    /** What {@link #token} wrote; empty for anything else. */
    static Optional<DeliveryCursor> parse(String token) {
        Matcher parts = TOKEN.matcher(token);
        return parts.matches()
                ? Optional.of(new DeliveryCursor(
                        Instant.ofEpochMilli(Long.parseLong(parts.group(1))),
                        new EventId(UUID.fromString(parts.group(2)))))
                : Optional.empty();
    }

    String token() {
        return eventAt.toEpochMilli() + "_" + id;
    }
}
