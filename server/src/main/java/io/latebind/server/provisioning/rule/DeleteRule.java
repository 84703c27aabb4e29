package io.latebind.server.provisioning.rule;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;

/** Deletes provisioning rules; what they have added to queues stays (specification 7.2). */
public final class DeleteRule {
    private final RuleCalls calls;
    private final DeviceRuleStore devices;

    public DeleteRule(Transactor transactor, RuleStore rules, DeviceRuleStore devices, AuditTrail audit) {
        this.calls = new RuleCalls(transactor, rules, audit);
        this.devices = devices;
    }

    /**
     * Refused when the team has no such rule (NOT_FOUND), or, unless {@code force}, when devices have open commands of it or are still to
     * get it (IN_USE).
     */
    public Outcome<ProvisioningRule> delete(Principal caller, RuleId id, boolean force) {
        return calls.locked(
                caller,
                id,
                (tx, rule) -> (force ? Outcome.done(rule) : unused(tx, caller, rule)).map(gone -> {
                    calls.rules().delete(tx, id);
                    calls.audit()
                            .record(
                                    tx,
                                    AuditEvent.of(caller, AuditAction.RULE_DELETED, id)
                                            .before(RuleFacts.of(gone)));
                    return gone;
                }));
    }

    private Outcome<ProvisioningRule> unused(Tx tx, Principal caller, ProvisioningRule rule) {
        long open = devices.withOpenCommands(tx, rule.id());
        long toCome = rule.active() ? devices.reach(tx, caller.sight(), rule).stillToCome() : 0;
        return open + toCome == 0
                ? Outcome.done(rule)
                : Outcome.refused(
                        RefusalCode.IN_USE,
                        "provisioning rule \"" + rule.name() + "\" is in use: " + open
                                + " devices have open commands of it, which stay, and " + toCome
                                + " have not had it yet and would not get it. Say ?force=true to delete it all the same");
    }
}
