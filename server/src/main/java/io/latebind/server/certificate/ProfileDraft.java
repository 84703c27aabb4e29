package io.latebind.server.certificate;

import io.latebind.server.certificate.CertificateProfile.AlternativeTemplate;
import io.latebind.server.certificate.CertificateProfile.Budget;
import io.latebind.server.certificate.CertificateProfile.SubjectTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What somebody wants certificates to say; a whole profile but for its identity. */
public record ProfileDraft(
        String name,
        List<SubjectTemplate> subject,
        List<AlternativeTemplate> alternatives,
        Set<LeafKeyUsage> keyUsage,
        List<KeyPurpose> purposes,
        Duration validity,
        List<NamePattern> allowed,
        List<NamePattern> denied,
        Optional<Budget> deviceBudget,
        Optional<Budget> ruleBudget) {

    CertificateProfile as(ProfileId id, Instant createdAt, Instant updatedAt) {
        return new CertificateProfile(
                id,
                name,
                subject,
                alternatives,
                keyUsage,
                purposes,
                validity,
                allowed,
                denied,
                deviceBudget,
                ruleBudget,
                createdAt,
                updatedAt);
    }
}
