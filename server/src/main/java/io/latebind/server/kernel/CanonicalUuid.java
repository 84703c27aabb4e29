package io.latebind.server.kernel;

import java.util.Optional;
import java.util.UUID;

/** UUIDs of 36 characters; {@link UUID#fromString} takes shorter ones too. */
public final class CanonicalUuid {
    private CanonicalUuid() {}

    public static Optional<UUID> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
