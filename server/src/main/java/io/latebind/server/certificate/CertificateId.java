package io.latebind.server.certificate;

import io.latebind.server.kernel.CanonicalUuid;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A certificate that the service issued; it sorts by the time of issuing. */
public record CertificateId(UUID value) {
    public CertificateId {
        Objects.requireNonNull(value);
    }

    /** What {@link #toString} wrote, in either case; empty for anything else. */
    public static Optional<CertificateId> parse(String text) {
        return CanonicalUuid.parse(text).map(CertificateId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
