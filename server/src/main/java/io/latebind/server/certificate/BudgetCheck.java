package io.latebind.server.certificate;

import io.latebind.server.certificate.CertificateProfile.Budget;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a device and a rule may have one more certificate: a loop on a device ends here. */
final class BudgetCheck {
    private final IssuanceStore issuances;

    BudgetCheck(IssuanceStore issuances) {
        this.issuances = issuances;
    }

    /** Why not; empty when it may. Until the transaction ends nobody else counts for the same device or rule. */
    Optional<String> exhausted(Tx tx, IssuanceOrder order, CertificateProfile profile, Instant now) {
        DeviceFacts device = order.device();
        Optional<RuleId> budgetedRule =
                device.rule().filter(_ -> profile.ruleBudget().isPresent());
        if (profile.deviceBudget().isEmpty() && budgetedRule.isEmpty()) {
            return Optional.empty();
        }
        issuances.lockBudget(tx, device.uuid(), budgetedRule);
        return profile.deviceBudget()
                .filter(budget -> issuances.issuedTo(tx, order, profile.name(), now.minus(budget.period()))
                        >= budget.certificates())
                .map(budget -> "this device had " + told(profile, budget))
                .or(() -> profile.ruleBudget()
                        .flatMap(budget -> budgetedRule
                                .filter(rule ->
                                        issuances.issuedBy(tx, order, rule, profile.name(), now.minus(budget.period()))
                                                >= budget.certificates())
                                .map(rule -> "the rule " + rule + " had " + told(profile, budget))));
    }

    private static String told(CertificateProfile profile, Budget budget) {
        return budget.certificates() + " certificates within " + days(budget.period()) + ", the most that the profile "
                + profile.name()
                + " allows; find out why so many are asked for, then reset the command later or raise the"
                + " budget";
    }

    private static String days(Duration period) {
        return period.toDays() == 1 ? "a day" : period.toDays() + " days";
    }
}
