package io.latebind.server.provisioning.rule;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.InstantSource;
import java.util.Optional;

/** Makes and deletes tags (specification 7). */
public final class ChangeTag {
    private final Transactor transactor;
    private final TagStore tags;
    private final RuleStore rules;
    private final AuditTrail audit;
    private final InstantSource clock;

    public ChangeTag(Transactor transactor, TagStore tags, RuleStore rules, AuditTrail audit, InstantSource clock) {
        this.transactor = transactor;
        this.tags = tags;
        this.rules = rules;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param isNew false when it was there before */
    public record Made(Tag tag, boolean isNew) {}

    /** Tools do this on every run: a tag that is there already stays as it is, but for a description that is given. Never refused. */
    public Outcome<Made> create(Principal caller, String name, Optional<String> description) {
        return transactor.inTransaction(tx -> {
            boolean added = tags.add(tx, caller.team(), name, description, clock.instant());
            Optional<Tag> before = added ? Optional.empty() : Optional.of(found(tx, caller, name));
            boolean described = before.isPresent()
                    && description.isPresent()
                    && !before.get().description().equals(description);
            if (described) {
                tags.describe(tx, caller.team(), name, description.orElseThrow());
            }
            Tag tag = found(tx, caller, name);
            if (added || described) {
                AuditEvent event =
                        AuditEvent.of(caller, AuditAction.TAG_CREATED, name).after(facts(tag));
                audit.record(tx, before.map(old -> event.before(facts(old))).orElse(event));
            }
            return Outcome.done(new Made(tag, added));
        });
    }

    private Tag found(Tx tx, Principal caller, String name) {
        return tags.find(tx, caller.sight(), name)
                .orElseThrow(() -> new IllegalStateException("a tag went away while it was made"));
    }

    private static Facts facts(Tag tag) {
        return Facts.none().with("description", tag.description());
    }

    /**
     * Takes a tag away from all devices and rules, and removes it. Refused when there is none (NOT_FOUND), when rules are bound to it or
     * devices bear it that an editor does not see, and the caller is an editor (NOT_PERMITTED), or, unless {@code force}, when anything
     * bears it (IN_USE).
     */
    public Outcome<Tag> delete(Principal caller, String name, boolean force) {
        return transactor.inTransaction(tx -> {
            rules.lock(tx, caller.team());
            return deletable(tx, caller, name)
                    .then(tag -> force || tag.devices() + tag.rules().size() == 0 ? Outcome.done(tag) : inUse(tag))
                    .map(tag -> {
                        tags.delete(tx, caller.team(), name, clock.instant());
                        audit.record(
                                tx,
                                AuditEvent.of(caller, AuditAction.TAG_DELETED, name)
                                        .before(facts(tag)
                                                .with("devices", tag.devices())
                                                .with("rules", tag.rules())));
                        return tag;
                    });
        });
    }

    /** What a deletion would affect; refused when there is no such tag (NOT_FOUND), and as for {@link #delete} (NOT_PERMITTED). */
    public Outcome<Tag> dryRun(Principal caller, String name) {
        return transactor.inTransaction(tx -> deletable(tx, caller, name));
    }

    private Outcome<Tag> deletable(Tx tx, Principal caller, String name) {
        Optional<Tag> all = tags.find(tx, Sight.whole(caller.team()), name);
        if (all.isEmpty()) {
            return Outcome.refused(RefusalCode.NOT_FOUND, "your team has no tag \"" + name + "\"");
        }
        boolean seesAll = found(tx, caller, name).devices() == all.get().devices();
        if (!caller.role().atLeast(Role.ADMIN) && !(seesAll && all.get().rules().isEmpty())) {
            return Outcome.refused(
                    RefusalCode.NOT_PERMITTED,
                    "tag \"" + name
                            + "\" is bound to rules or borne by devices that an admin or owner claimed; an admin or owner"
                            + " can delete it");
        }
        return Outcome.done(all.get());
    }

    private static Outcome<Tag> inUse(Tag tag) {
        return Outcome.refused(
                RefusalCode.IN_USE,
                "tag \"" + tag.name() + "\" is in use: " + tag.devices() + " devices bear it, and "
                        + (tag.rules().isEmpty() ? "no rules" : "the rules " + String.join(", ", tag.rules()))
                        + " are bound to it. Say ?force=true to take it away from all of them and delete it");
    }
}
