package io.latebind.server.kernel;

import java.util.Objects;
import java.util.UUID;

/** One claim of a device; a later claim of the same device has another. */
public record ClaimId(UUID value) {
    public ClaimId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
