package io.latebind.server.access;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes, rotates and revokes API keys (specification 7.1). */
public final class ChangeKeys {
    private final Transactor transactor;
    private final TeamStore teams;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final IdSource ids;

    public ChangeKeys(Transactor transactor, TeamStore teams, AuditTrail audit, InstantSource clock, IdSource ids) {
        this.transactor = transactor;
        this.teams = teams;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * @param member whose key it is; empty for the caller
     * @param role empty for the weaker one of the caller's and the member's
     */
    public record NewKey(String name, Optional<MemberId> member, Optional<Role> role, Optional<Instant> expiresAt) {}

    /**
     * Refused when the member is not the caller and the caller is no admin, or the role is stronger than the caller's (NOT_PERMITTED)
     * or the member's (BAD_FIELD), when it would expire at once (BAD_FIELD), when there is no such member (NOT_FOUND), or the member
     * has as many keys as it may (WRONG_STATE).
     */
    public Outcome<MadeKey> create(Principal caller, NewKey wanted) {
        Instant now = clock.instant();
        if (wanted.expiresAt().filter(end -> !end.isAfter(now)).isPresent()) {
            return Outcome.refused(
                    RefusalCode.BAD_FIELD,
                    "expiresAt is not in the future; it is " + now + " now. Leave it away for a key without end");
        }
        return transactor.inTransaction(tx -> {
            teams.lock(tx, caller.team());
            List<Member> members = teams.members(tx, caller.team());
            MemberId owner = wanted.member().orElse(caller.member());
            return AccessRules.member(members, owner)
                    .map(member -> wanted.role().orElseGet(() -> Role.weaker(caller.role(), member.role())))
                    .then(role -> AccessRules.toEquip(caller, members, owner, role)
                            .then(member -> roomFor(tx, caller, member, now))
                            .map(member -> made(wanted.name(), member, role, wanted.expiresAt(), now)))
                    .map(made -> {
                        teams.addKey(tx, made.key(), made.text().hash());
                        audit.record(
                                tx,
                                AuditEvent.of(
                                                caller,
                                                AuditAction.KEY_CREATED,
                                                made.key().id())
                                        .after(AccessFacts.of(made.key())));
                        return made;
                    });
        });
    }

    private Outcome<Member> roomFor(Tx tx, Principal caller, Member member, Instant now) {
        long active = teams.keys(tx, caller.team()).stream()
                .filter(key -> key.member().equals(member.id()) && key.stateAt(now) == ApiKey.State.ACTIVE)
                .count();
        return active < AccessRules.MAX_KEYS
                ? Outcome.done(member)
                : Outcome.refused(
                        RefusalCode.WRONG_STATE,
                        "member " + member.id() + " has " + active
                                + " API keys, the most that one may have; revoke some");
    }

    private MadeKey made(String name, Member member, Role role, Optional<Instant> expiresAt, Instant now) {
        ApiKey key = new ApiKey(
                new ApiKeyId(ids.newUuid()),
                member.id(),
                member.role(),
                name,
                role,
                now,
                expiresAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new MadeKey(key, ApiKeyText.random(ids));
    }

    /**
     * A new key with the same name, member and role; the old one goes on opening for {@code overlap}. Refused when the key is not in
     * sight (NOT_FOUND), is stronger than the caller's (NOT_PERMITTED), or has ended or was rotated already (WRONG_STATE).
     *
     * @param expiresAt the new key's end; empty for a key without end
     */
    public Outcome<MadeKey> rotate(Principal caller, ApiKeyId id, Duration overlap, Optional<Instant> expiresAt) {
        Instant now = clock.instant();
        return transactor.inTransaction(tx -> {
            teams.lock(tx, caller.team());
            return AccessRules.toChange(caller, teams.keys(tx, caller.team()), id)
                    .then(old -> active(old, now))
                    .then(old -> old.replacedBy().isPresent()
                            ? Outcome.refused(
                                    RefusalCode.WRONG_STATE,
                                    "API key " + id + " was rotated already; its successor is "
                                            + old.replacedBy().get())
                            : Outcome.done(old))
                    .map(old -> {
                        Member member = new Member(old.member(), old.name(), old.memberRole(), old.createdAt());
                        MadeKey made = made(old.name(), member, old.role(), expiresAt, now);
                        ApiKey ending =
                                old.endingAt(now.plus(overlap), made.key().id());
                        teams.addKey(tx, made.key(), made.text().hash());
                        teams.endKey(tx, ending);
                        audit.record(
                                tx,
                                AuditEvent.of(caller, AuditAction.KEY_ROTATED, id)
                                        .before(AccessFacts.of(old))
                                        .after(AccessFacts.of(ending)));
                        return made;
                    });
        });
    }

    /**
     * Ends a key at once. Refused when it is not in sight (NOT_FOUND), is stronger than the caller's (NOT_PERMITTED), has ended
     * already, or is the last one that opens the team as its owner (WRONG_STATE).
     */
    public Outcome<ApiKey> revoke(Principal caller, ApiKeyId id) {
        Instant now = clock.instant();
        return transactor.inTransaction(tx -> {
            teams.lock(tx, caller.team());
            return AccessRules.toChange(caller, teams.keys(tx, caller.team()), id)
                    .then(key -> active(key, now))
                    .then(key -> AccessRules.opensAsOwner(key, now) && !teams.otherOwnerKey(tx, caller.team(), id, now)
                            ? Outcome.refused(
                                    RefusalCode.WRONG_STATE,
                                    "API key " + id + " is the last one that opens this team as its owner; make another"
                                            + " owner's key first")
                            : Outcome.done(key))
                    .map(key -> {
                        ApiKey revoked = key.revoked(now);
                        teams.endKey(tx, revoked);
                        audit.record(
                                tx,
                                AuditEvent.of(caller, AuditAction.KEY_REVOKED, id)
                                        .before(AccessFacts.of(key))
                                        .after(AccessFacts.of(revoked)));
                        return revoked;
                    });
        });
    }

    private static Outcome<ApiKey> active(ApiKey key, Instant now) {
        return switch (key.stateAt(now)) {
            case ACTIVE -> Outcome.done(key);
            case EXPIRED -> Outcome.refused(RefusalCode.WRONG_STATE, "API key " + key.id() + " has expired already");
            case REVOKED -> Outcome.refused(RefusalCode.WRONG_STATE, "API key " + key.id() + " is revoked already");
        };
    }
}
