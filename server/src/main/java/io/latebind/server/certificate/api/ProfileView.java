package io.latebind.server.certificate.api;

import io.latebind.server.certificate.CertificateProfile;
import io.latebind.server.certificate.CertificateProfile.Budget;
import io.latebind.server.certificate.KeyPurpose;
import io.latebind.server.certificate.LeafKeyUsage;
import io.latebind.server.certificate.NamePattern;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A profile as REST shows it. */
record ProfileView(
        UUID id,
        String name,
        boolean builtIn,
        Map<String, String> subject,
        List<String> subjectAlternativeNames,
        List<String> keyUsage,
        List<String> extendedKeyUsage,
        long validityDays,
        List<String> allowedNames,
        List<String> deniedNames,
        Optional<BudgetView> deviceBudget,
        Optional<BudgetView> ruleBudget,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt) {

    record BudgetView(int certificates, long days) {
        static BudgetView of(Budget budget) {
            return new BudgetView(budget.certificates(), budget.period().toDays());
        }
    }

    static ProfileView of(CertificateProfile profile) {
        Map<String, String> subject = new LinkedHashMap<>();
        profile.subject()
                .forEach(part ->
                        subject.put(part.attribute().shown(), part.value().text()));
        return new ProfileView(
                profile.id().value(),
                profile.name(),
                profile.isBuiltIn(),
                subject,
                profile.alternatives().stream()
                        .map(name -> name.kind().shown() + ":" + name.value())
                        .toList(),
                profile.keyUsage().stream().sorted().map(LeafKeyUsage::shown).toList(),
                profile.purposes().stream().map(KeyPurpose::shown).toList(),
                profile.validity().toDays(),
                profile.allowed().stream().map(NamePattern::toString).toList(),
                profile.denied().stream().map(NamePattern::toString).toList(),
                profile.deviceBudget().map(BudgetView::of),
                profile.ruleBudget().map(BudgetView::of),
                Optional.of(profile.createdAt()).filter(_ -> !profile.isBuiltIn()),
                Optional.of(profile.updatedAt()).filter(_ -> !profile.isBuiltIn()));
    }
}
