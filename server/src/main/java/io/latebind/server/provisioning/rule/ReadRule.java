package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Transactor;
import java.util.Optional;

/** Shows a team its provisioning rules. */
public final class ReadRule {
    private final Transactor transactor;
    private final RuleStore rules;
    private final DeviceRuleStore devices;

    public ReadRule(Transactor transactor, RuleStore rules, DeviceRuleStore devices) {
        this.transactor = transactor;
        this.rules = rules;
        this.devices = devices;
    }

    /** @param receivers how many devices have had the rule, in whatever version */
    public record Found(ProvisioningRule rule, long receivers) {}

    /** Refused when the page token is none of ours (BAD_PARAMETER). */
    public Outcome<Page<ProvisioningRule>> list(Principal caller, RuleFilter filter, PageRequest page) {
        Optional<RuleCursor> behind = page.token().flatMap(RuleCursor::parse);
        if (page.token().isPresent() && behind.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.BAD_PARAMETER,
                    "pageNextToken is not one that this service gave out; leave it away to begin with the first page");
        }
        return Outcome.done(transactor.inTransaction(tx -> rules.list(tx, caller.team(), filter, behind, page)));
    }

    /** Refused when the team has no such rule (NOT_FOUND). */
    public Outcome<Found> find(Principal caller, RuleId id) {
        return transactor.inTransaction(tx -> RuleAbsent.orRefused(rules.find(tx, caller.team(), id), id)
                .map(rule -> new Found(rule, devices.receivers(tx, id))));
    }

    /** Whom it reaches of the devices that the caller sees. Refused when the team has no such rule (NOT_FOUND). */
    public Outcome<Reach> reach(Principal caller, RuleId id) {
        return transactor.inTransaction(tx -> RuleAbsent.orRefused(rules.find(tx, caller.team(), id), id)
                .map(rule -> ReachOf.reach(tx, devices, caller, rule)));
    }
}
