package io.latebind.server.event;

import java.util.Objects;
import java.util.UUID;

/** One event, in every stream and every webhook the same. */
public record EventId(UUID value) {
    public EventId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
