package io.latebind.server.certificate;

import io.latebind.server.certificate.CertificateProfile.AlternativeTemplate;
import io.latebind.server.certificate.CertificateProfile.Budget;
import io.latebind.server.certificate.CertificateProfile.SubjectTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be said of a profile; what is empty stays, or gets its default in a new one.
 */
public record ProfileEdit(
        Optional<String> name,
        Optional<List<SubjectTemplate>> subject,
        Optional<List<AlternativeTemplate>> alternatives,
        Optional<Set<LeafKeyUsage>> keyUsage,
        Optional<List<KeyPurpose>> purposes,
        Optional<Duration> validity,
        Optional<List<NamePattern>> allowed,
        Optional<List<NamePattern>> denied,
        Optional<BudgetChange> deviceBudget,
        Optional<BudgetChange> ruleBudget) {

    /** @param budget empty for no limit */
    public record BudgetChange(Optional<Budget> budget) {}

    /** The profile as it is then; the built-in one gives a new one its defaults. */
    public ProfileDraft on(CertificateProfile before) {
        return new ProfileDraft(
                name.orElse(before.name()),
                subject.orElse(before.subject()),
                alternatives.orElse(before.alternatives()),
                keyUsage.orElse(before.keyUsage()),
                purposes.orElse(before.purposes()),
                validity.orElse(before.validity()),
                allowed.orElse(before.allowed()),
                denied.orElse(before.denied()),
                deviceBudget.orElse(new BudgetChange(before.deviceBudget())).budget(),
                ruleBudget.orElse(new BudgetChange(before.ruleBudget())).budget());
    }
}
