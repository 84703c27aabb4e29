package io.latebind.server.certificate;

import io.latebind.server.kernel.CanonicalUuid;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A certificate authority of a team. */
public record AuthorityId(UUID value) {
    public AuthorityId {
        Objects.requireNonNull(value);
    }

    /** What {@link #toString} wrote, in either case; empty for anything else. */
    public static Optional<AuthorityId> parse(String text) {
        return CanonicalUuid.parse(text).map(AuthorityId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
