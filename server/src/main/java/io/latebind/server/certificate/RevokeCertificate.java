package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.certificate.IssuedCertificate.Revocation;
import io.latebind.server.device.UnclaimRevocation;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Takes certificates back. Lists of revocations and OCSP say so from the commit on. */
public final class RevokeCertificate implements UnclaimRevocation {
    private final Transactor transactor;
    private final CertificateStore certificates;
    private final IssuanceStore issuances;
    private final AuditTrail audit;
    private final InstantSource clock;

    public RevokeCertificate(
            Transactor transactor,
            CertificateStore certificates,
            IssuanceStore issuances,
            AuditTrail audit,
            InstantSource clock) {
        this.transactor = transactor;
        this.certificates = certificates;
        this.issuances = issuances;
        this.audit = audit;
        this.clock = clock;
    }

    /** Refused when it is not there for the caller (NOT_FOUND), or is revoked already or over (WRONG_STATE). */
    public Outcome<IssuedCertificate> revoke(
            Principal caller, CertificateId id, RevocationReason reason, Optional<String> note) {
        Instant now = clock.instant();
        return transactor.inTransaction(tx -> AuthorityAbsent.orRefused(
                        certificates.lock(tx, caller.sight(), id), "certificate", id)
                .then(found -> switch (found.stateAt(now)) {
                    case ACTIVE -> Outcome.done(found);
                    case EXPIRED ->
                        Outcome.refused(
                                RefusalCode.WRONG_STATE,
                                "certificate " + id + " ended by itself at " + found.notAfter());
                    case REVOKED ->
                        Outcome.refused(
                                RefusalCode.WRONG_STATE,
                                "certificate " + id + " was revoked already at "
                                        + found.revocation().orElseThrow().at());
                })
                .map(found -> {
                    AuditEvent event = revoked(tx, caller, found, new Revocation(now, reason, note));
                    audit.record(tx, event);
                    return found.revoked(new Revocation(now, reason, note));
                }));
    }

    private AuditEvent revoked(Tx tx, Principal caller, IssuedCertificate found, Revocation how) {
        issuances.end(tx, found.id(), how);
        return AuditEvent.onDevice(caller, AuditAction.CERTIFICATE_REVOKED, found.device(), found.id())
                .before(CertificateFacts.of(found))
                .after(CertificateFacts.of(found.revoked(how)));
    }

    @Override
    public Outcome<List<AuditEvent>> revokeAll(Tx tx, Principal caller, DeviceUuid device) {
        if (!Permission.REVOKE_CERTIFICATES.grantedTo(caller)) {
            return Outcome.refused(
                    RefusalCode.NOT_PERMITTED,
                    "revoking certificates is for admins and owners; unclaim without revokeCertificates, or ask one");
        }
        Instant now = clock.instant();
        Revocation how =
                new Revocation(now, RevocationReason.CESSATION_OF_OPERATION, Optional.of("the device was unclaimed"));
        return Outcome.done(certificates.lockActive(tx, caller.team(), device, now).stream()
                .map(found -> revoked(tx, caller, found, how))
                .toList());
    }
}
