package io.latebind.server.kernel;

import java.util.Objects;
import java.util.UUID;

/** A team of users. */
public record TeamId(UUID value) {
    public TeamId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
