package io.latebind.server.kernel;

import java.util.Objects;
import java.util.UUID;

/** A provisioning rule. */
public record RuleId(UUID value) {
    public RuleId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
