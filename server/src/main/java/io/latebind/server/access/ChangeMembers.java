package io.latebind.server.access;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Adds, changes and removes members of the caller's team (specification 7.1). */
public final class ChangeMembers {
    private final Transactor transactor;
    private final TeamStore teams;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final IdSource ids;

    public ChangeMembers(Transactor transactor, TeamStore teams, AuditTrail audit, InstantSource clock, IdSource ids) {
        this.transactor = transactor;
        this.teams = teams;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** Refused when the role is stronger than the caller's (NOT_PERMITTED), or the team is full (WRONG_STATE). */
    public Outcome<Member> add(Principal caller, String name, Role role) {
        return AccessRules.noStronger(caller, role, "the new member would have")
                .then(_ -> transactor.inTransaction(tx -> {
                    teams.lock(tx, caller.team());
                    int count = teams.members(tx, caller.team()).size();
                    if (count >= AccessRules.MAX_MEMBERS) {
                        return Outcome.refused(
                                RefusalCode.WRONG_STATE,
                                "the team has " + count + " members, the most that one may have; remove some");
                    }
                    Member member = new Member(new MemberId(ids.newUuid()), name, role, clock.instant());
                    teams.addMember(tx, caller.team(), member);
                    audit.record(
                            tx,
                            AuditEvent.of(caller, AuditAction.MEMBER_ADDED, member.id())
                                    .after(AccessFacts.of(member)));
                    return Outcome.done(member);
                }));
    }

    /**
     * Keys keep their role, and open with at most the member's new one. Refused when there is no such member (NOT_FOUND), the member's
     * old or new role is stronger than the caller's (NOT_PERMITTED), or the team would have no owner (WRONG_STATE).
     */
    public Outcome<Member> change(Principal caller, MemberId id, Optional<String> name, Optional<Role> role) {
        return AccessRules.noStronger(caller, role.orElse(Role.VIEWER), "member " + id + " would have")
                .then(_ -> transactor.inTransaction(tx -> {
                    teams.lock(tx, caller.team());
                    List<Member> members = teams.members(tx, caller.team());
                    return AccessRules.toChange(caller, members, id).then(member -> {
                        Member changed = member.with(name.orElse(member.name()), role.orElse(member.role()));
                        return ownerStays(tx, caller, member, changed.role()).map(_ -> {
                            teams.changeMember(tx, changed);
                            audit.record(
                                    tx,
                                    AuditEvent.of(caller, AuditAction.MEMBER_CHANGED, id)
                                            .before(AccessFacts.of(member))
                                            .after(AccessFacts.of(changed)));
                            return changed;
                        });
                    });
                }));
    }

    /**
     * Revokes all keys of the member too. Refused when there is no such member (NOT_FOUND), the member is stronger than the caller
     * (NOT_PERMITTED), or the team would have no owner (WRONG_STATE).
     */
    public Outcome<Member> remove(Principal caller, MemberId id) {
        return transactor.inTransaction(tx -> {
            teams.lock(tx, caller.team());
            List<Member> members = teams.members(tx, caller.team());
            return AccessRules.toChange(caller, members, id)
                    .then(member -> ownerStays(tx, caller, member, Role.VIEWER))
                    .map(member -> {
                        teams.removeMember(tx, id, clock.instant());
                        audit.record(
                                tx,
                                AuditEvent.of(caller, AuditAction.MEMBER_REMOVED, id)
                                        .before(AccessFacts.of(member)));
                        return member;
                    });
        });
    }

    private Outcome<Member> ownerStays(Tx tx, Principal caller, Member member, Role newRole) {
        if (member.role() != Role.OWNER || newRole == Role.OWNER) {
            return Outcome.done(member);
        }
        boolean another = teams.keys(tx, caller.team()).stream()
                .anyMatch(key -> !key.member().equals(member.id()) && AccessRules.opensAsOwner(key, clock.instant()));
        return another
                ? Outcome.done(member)
                : Outcome.refused(
                        RefusalCode.WRONG_STATE,
                        "member " + member.id()
                                + " is the last owner whose key opens this team; make another owner and a"
                                + " key for them first");
    }
}
