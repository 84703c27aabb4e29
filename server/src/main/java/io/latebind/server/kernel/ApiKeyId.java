package io.latebind.server.kernel;

import java.util.Objects;
import java.util.UUID;

/** An API key. */
public record ApiKeyId(UUID value) {
    public ApiKeyId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
