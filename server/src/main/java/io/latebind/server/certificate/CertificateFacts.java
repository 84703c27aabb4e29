package io.latebind.server.certificate;

import io.latebind.server.kernel.Facts;

/** Authorities, profiles and certificates as audit shows them: never a key. */
final class CertificateFacts {
    private CertificateFacts() {}

    /** @param more what only its kind has */
    static Facts of(CertificateAuthority authority, Facts more) {
        return more.values().isEmpty() ? of(authority) : of(authority).with("signer", more);
    }

    static Facts of(CertificateAuthority authority) {
        return Facts.of("name", authority.name())
                .with("kind", authority.kind().shown())
                .with("trust", authority.trust().shown())
                .with("default", authority.usual())
                .with("retired", authority.retired())
                .with("deliverChain", authority.deliversChain())
                .with(
                        "subject",
                        authority.issuer().map(issuer -> issuer.getSubject().toString()))
                .with("keyId", authority.key())
                .with("endsAt", authority.endsAt());
    }

    static Facts of(CertificateProfile profile) {
        Facts facts = Facts.of("name", profile.name())
                .with(
                        "subject",
                        profile.subject().stream()
                                .map(part -> part.attribute().shown() + "=" + part.value())
                                .toList())
                .with(
                        "subjectAlternativeNames",
                        profile.alternatives().stream()
                                .map(name -> name.kind().shown() + ":" + name.value())
                                .toList())
                .with(
                        "keyUsage",
                        profile.keyUsage().stream()
                                .sorted()
                                .map(LeafKeyUsage::shown)
                                .toList())
                .with("extendedKeyUsage", profile.purposes())
                .with("validityDays", profile.validity().toDays())
                .with("allowedNames", profile.allowed())
                .with("deniedNames", profile.denied());
        return facts.with("deviceBudget", profile.deviceBudget().map(CertificateFacts::of))
                .with("ruleBudget", profile.ruleBudget().map(CertificateFacts::of));
    }

    private static Facts of(CertificateProfile.Budget budget) {
        return Facts.of("certificates", budget.certificates())
                .with("days", budget.period().toDays());
    }

    static Facts of(IssuedCertificate certificate) {
        return Facts.of("deviceId", certificate.device())
                .with("serial", certificate.serial().toString(16))
                .with("authority", certificate.authorityName())
                .with("profile", certificate.profile())
                .with("expiresAt", certificate.notAfter())
                .with("revokedAt", certificate.revocation().map(IssuedCertificate.Revocation::at))
                .with(
                        "reason",
                        certificate
                                .revocation()
                                .map(revocation -> revocation.reason().shown()));
    }
}
