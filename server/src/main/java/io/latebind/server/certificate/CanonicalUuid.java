package io.latebind.server.certificate;

import java.util.Optional;
import java.util.UUID;

/** UUIDs of 36 characters; {@link UUID#fromString} takes shorter ones too. */
final class CanonicalUuid {
    private CanonicalUuid() {}

    static Optional<UUID> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
