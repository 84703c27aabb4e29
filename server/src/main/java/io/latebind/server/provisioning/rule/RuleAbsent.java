package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.RuleId;
import java.util.Optional;

/** The refusal for a rule that the team does not have. */
final class RuleAbsent {
    private RuleAbsent() {}

    static Outcome<ProvisioningRule> orRefused(Optional<ProvisioningRule> found, RuleId rule) {
        return found.map(Outcome::done)
                .orElseGet(() -> Outcome.refused(RefusalCode.NOT_FOUND, "your team has no provisioning rule " + rule));
    }
}
