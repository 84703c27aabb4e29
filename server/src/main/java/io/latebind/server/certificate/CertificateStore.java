package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The certificates that teams have issued. */
public interface CertificateStore {
    /** The largest total that a list counts to. */
    long MOST_COUNTED = 10_000;

    /**
     * In the order of issuing.
     *
     * @param behind where the page before ended
     */
    Page<IssuedCertificate> list(
            Tx tx,
            Sight sight,
            CertificateFilter filter,
            Optional<CertificateId> behind,
            PageRequest page,
            Instant now);

    Optional<IssuedCertificate> find(Tx tx, Sight sight, CertificateId id);

    /** As {@link #find}, and nobody else changes it until the transaction ends. */
    Optional<IssuedCertificate> lock(Tx tx, Sight sight, CertificateId id);

    /** A device's certificates of a team that hold at {@code now}; nobody else changes them until the transaction ends. */
    List<IssuedCertificate> lockActive(Tx tx, TeamId team, DeviceUuid device, Instant now);

    /**
     * Of each of these devices the certificate that was issued last of those that hold at {@code now}; devices without one are missing.
     *
     * @param secTag only of this security tag
     */
    Map<DeviceUuid, IssuedCertificate> newestActive(
            Tx tx, Sight sight, Collection<DeviceUuid> devices, Optional<Long> secTag, Instant now);
}
