package io.latebind.server.provisioning.rule;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.provisioning.SigningTerms;
import java.time.Instant;
import java.time.InstantSource;

/** Makes provisioning rules (specification 7.2). */
public final class CreateRule {
    /** Each fetch of a device with a tag looks at the rules of its team. */
    static final int MAX_RULES = 1000;

    private final RuleCalls calls;
    private final DeviceRuleStore devices;
    private final InstantSource clock;
    private final IdSource ids;
    private final SigningTerms terms;

    public CreateRule(
            Transactor transactor,
            RuleStore rules,
            DeviceRuleStore devices,
            AuditTrail audit,
            InstantSource clock,
            IdSource ids,
            SigningTerms terms) {
        this.calls = new RuleCalls(transactor, rules, audit);
        this.devices = devices;
        this.clock = clock;
        this.ids = ids;
        this.terms = terms;
    }

    /**
     * Refused when another rule has the name (NAME_TAKEN), the team has as many as it may (WRONG_STATE), or a certificate cannot be
     * issued as one of its commands asks for (NOT_AVAILABLE).
     */
    public Outcome<ProvisioningRule> create(Principal caller, RuleDraft draft) {
        return calls.transactor().inTransaction(tx -> {
            calls.rules().lock(tx, caller.team());
            return acceptable(tx, caller, draft).map(rule -> {
                calls.rules().add(tx, caller.team(), rule);
                calls.audit()
                        .record(
                                tx,
                                AuditEvent.of(caller, AuditAction.RULE_CREATED, rule.id())
                                        .after(RuleFacts.of(rule)));
                return rule;
            });
        });
    }

    /** Whom the rule would reach; the same refusals, and nothing is stored. */
    public Outcome<Reach> dryRun(Principal caller, RuleDraft draft) {
        return calls.transactor()
                .inTransaction(
                        tx -> acceptable(tx, caller, draft).map(rule -> ReachOf.reach(tx, devices, caller, rule)));
    }

    private Outcome<ProvisioningRule> acceptable(Tx tx, Principal caller, RuleDraft draft) {
        long count = calls.rules().count(tx, caller.team());
        if (count >= MAX_RULES) {
            return Outcome.refused(
                    RefusalCode.WRONG_STATE,
                    "your team has " + count + " provisioning rules, the most that it may have; delete some");
        }
        return terms.checkRule(tx, caller.team(), draft.commands()).then(_ -> named(tx, caller, draft));
    }

    private Outcome<ProvisioningRule> named(Tx tx, Principal caller, RuleDraft draft) {
        Instant now = clock.instant();
        return calls.named(
                tx,
                caller,
                new ProvisioningRule(
                        new RuleId(ids.newUuid()),
                        draft.name(),
                        draft.description(),
                        draft.active(),
                        1,
                        1,
                        draft.commands(),
                        draft.tags(),
                        draft.trust(),
                        caller.member(),
                        now,
                        now));
    }
}
