package io.latebind.server.provisioning.rule;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.SigningTerms;
import java.time.InstantSource;

/**
 * Changes provisioning rules (specification 7.2). Nothing that was added to a queue is touched. Every call is refused with NOT_FOUND when
 * the team has no such rule.
 */
public final class ChangeRule {
    private final RuleCalls calls;
    private final DeviceRuleStore devices;
    private final InstantSource clock;
    private final SigningTerms terms;

    public ChangeRule(
            Transactor transactor,
            RuleStore rules,
            DeviceRuleStore devices,
            AuditTrail audit,
            InstantSource clock,
            SigningTerms terms) {
        this.calls = new RuleCalls(transactor, rules, audit);
        this.devices = devices;
        this.clock = clock;
        this.terms = terms;
    }

    /**
     * Refused when another rule has the name (NAME_TAKEN), a secret is absent that is not stored (BAD_FIELD), or a certificate cannot be
     * issued as one of its new commands asks for (NOT_AVAILABLE).
     */
    public Outcome<ProvisioningRule> edit(Principal caller, RuleId id, RuleEdit edit) {
        return calls.locked(
                caller,
                id,
                (tx, rule) -> edited(tx, caller, rule, edit)
                        .map(after -> calls.store(tx, caller, AuditAction.RULE_CHANGED, rule, after)));
    }

    /** Whom the rule would reach after the change; the same refusals, and nothing is stored. */
    public Outcome<Reach> dryRun(Principal caller, RuleId id, RuleEdit edit) {
        return calls.locked(
                caller,
                id,
                (tx, rule) -> edited(tx, caller, rule, edit).map(after -> ReachOf.reach(tx, devices, caller, after)));
    }

    private Outcome<ProvisioningRule> edited(Tx tx, Principal caller, ProvisioningRule rule, RuleEdit edit) {
        return RuleEditRules.edited(rule, edit, clock.instant())
                .then(after -> edit.commands().isEmpty()
                        ? Outcome.done(after)
                        : terms.checkRule(tx, caller.team(), after.commands()).map(_ -> after))
                .then(after -> calls.named(tx, caller, after));
    }

    /** Refused when the rule is so already (WRONG_STATE). */
    public Outcome<ProvisioningRule> setActive(Principal caller, RuleId id, boolean active) {
        return calls.locked(
                caller,
                id,
                (tx, rule) -> rule.active() == active
                        ? Outcome.refused(
                                RefusalCode.WRONG_STATE,
                                "provisioning rule \"" + rule.name() + "\" is "
                                        + (active ? "active already" : "not active"))
                        : Outcome.done(calls.store(
                                tx,
                                caller,
                                active ? AuditAction.RULE_ACTIVATED : AuditAction.RULE_DEACTIVATED,
                                rule,
                                rule.withActive(active, clock.instant()))));
    }

    /**
     * Sends the newest version to the devices that have an older one, at their next fetch; how many these are now. Refused when the rule is
     * not active (WRONG_STATE).
     */
    public Outcome<Long> apply(Principal caller, RuleId id) {
        return calls.locked(caller, id, (tx, rule) -> {
            if (!rule.active()) {
                return Outcome.refused(
                        RefusalCode.WRONG_STATE,
                        "provisioning rule \"" + rule.name() + "\" is not active and sends nothing; activate it first");
            }
            long outdated = devices.reach(tx, caller.sight(), rule).outdated();
            if (rule.appliedVersion() < rule.version()) {
                calls.store(tx, caller, AuditAction.RULE_APPLIED, rule, rule.applied(clock.instant()));
            }
            return Outcome.done(outdated);
        });
    }
}
