package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.RuleId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * A certificate of a device.
 *
 * @param authorityName as the authority is called now
 * @param profile as the profile was called then
 * @param rule whose command asked for it
 * @param delivered what the device was given: its own certificate, behind it what the authority added
 */
public record IssuedCertificate(
        CertificateId id,
        DeviceUuid device,
        AuthorityId authority,
        String authorityName,
        String profile,
        Optional<RuleId> rule,
        long secTag,
        List<X509CertificateHolder> delivered,
        String subject,
        Instant issuedAt,
        Optional<Revocation> revocation) {

    public IssuedCertificate {
        delivered = List.copyOf(delivered);
    }

    /** @param note why, in plain words */
    public record Revocation(Instant at, RevocationReason reason, Optional<String> note) {}

    /** Shown in REST; stable. */
    public enum State {
        ACTIVE,
        REVOKED,
        EXPIRED
    }

    public X509CertificateHolder certificate() {
        return delivered.getFirst();
    }

    public BigInteger serial() {
        return certificate().getSerialNumber();
    }

    public Instant notBefore() {
        return certificate().getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    /** A revoked one stays so when its time is over. */
    public State stateAt(Instant now) {
        if (revocation.isPresent()) {
            return State.REVOKED;
        }
        return now.isBefore(notAfter()) ? State.ACTIVE : State.EXPIRED;
    }

    public IssuedCertificate revoked(Revocation how) {
        return new IssuedCertificate(
                id,
                device,
                authority,
                authorityName,
                profile,
                rule,
                secTag,
                delivered,
                subject,
                issuedAt,
                Optional.of(how));
    }
}
