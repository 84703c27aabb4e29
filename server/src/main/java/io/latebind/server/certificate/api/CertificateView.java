package io.latebind.server.certificate.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.IssuedCertificate;
import io.latebind.server.certificate.IssuedCertificate.Revocation;
import io.latebind.server.kernel.RuleId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A certificate as REST shows it. */
record CertificateView(
        UUID id,
        DeviceUuid deviceId,
        String serial,
        String subject,
        UUID authorityId,
        String authority,
        String profile,
        Optional<RuleId> ruleId,
        long secTag,
        IssuedCertificate.State state,
        Instant issuedAt,
        Instant notBefore,
        Instant notAfter,
        Optional<Instant> revokedAt,
        Optional<String> revocationReason,
        Optional<String> revocationNote) {

    static CertificateView of(IssuedCertificate certificate, Instant now) {
        return new CertificateView(
                certificate.id().value(),
                certificate.device(),
                certificate.serial().toString(16),
                certificate.subject(),
                certificate.authority().value(),
                certificate.authorityName(),
                certificate.profile(),
                certificate.rule(),
                certificate.secTag(),
                certificate.stateAt(now),
                certificate.issuedAt(),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.revocation().map(Revocation::at),
                certificate.revocation().map(revocation -> revocation.reason().shown()),
                certificate.revocation().flatMap(Revocation::note));
    }
}
