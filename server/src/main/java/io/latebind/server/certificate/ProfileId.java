package io.latebind.server.certificate;

import io.latebind.server.kernel.CanonicalUuid;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A certificate profile of a team. */
public record ProfileId(UUID value) {
    public ProfileId {
        Objects.requireNonNull(value);
    }

    /** What {@link #toString} wrote, in either case; empty for anything else. */
    public static Optional<ProfileId> parse(String text) {
        return CanonicalUuid.parse(text).map(ProfileId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
