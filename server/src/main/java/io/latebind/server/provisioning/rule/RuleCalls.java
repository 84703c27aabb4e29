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
import java.util.function.BiFunction;

/** What all changes of rules have in common: the team's rules locked, the rule found, the change stored with its audit event. */
record RuleCalls(Transactor transactor, RuleStore rules, AuditTrail audit) {
    /** Refused when the team has no such rule (NOT_FOUND), and as {@code work} refuses. */
    <T> Outcome<T> locked(Principal caller, RuleId id, BiFunction<Tx, ProvisioningRule, Outcome<T>> work) {
        return transactor.inTransaction(tx -> {
            rules.lock(tx, caller.team());
            return RuleAbsent.orRefused(rules.find(tx, caller.team(), id), id).then(rule -> work.apply(tx, rule));
        });
    }

    ProvisioningRule store(
            Tx tx, Principal caller, AuditAction action, ProvisioningRule before, ProvisioningRule after) {
        rules.change(tx, caller.team(), before, after);
        audit.record(
                tx,
                AuditEvent.of(caller, action, after.id())
                        .before(RuleFacts.of(before))
                        .after(RuleFacts.of(after)));
        return after;
    }

    /** Refused when another rule of the team has the name (NAME_TAKEN). */
    Outcome<ProvisioningRule> named(Tx tx, Principal caller, ProvisioningRule rule) {
        return rules.nameTaken(tx, caller.team(), rule.name(), rule.id())
                ? Outcome.refused(
                        RefusalCode.NAME_TAKEN,
                        "your team has a provisioning rule \"" + rule.name()
                                + "\" already; take another name or change that one")
                : Outcome.done(rule);
    }
}
