package io.latebind.server.kernel;

import java.util.Objects;
import java.util.UUID;

/** A member of a team. */
public record MemberId(UUID value) {
    public MemberId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
