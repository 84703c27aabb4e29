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
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Makes, renames and closes teams, for the deployment's owners (specification 7.1). Recorded in the operating team's trail. */
public final class ChangeTeams {
    private final Transactor transactor;
    private final TeamStore teams;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final IdSource ids;

    public ChangeTeams(Transactor transactor, TeamStore teams, AuditTrail audit, InstantSource clock, IdSource ids) {
        this.transactor = transactor;
        this.teams = teams;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** A team with its first owner and the owner's key. */
    public record Founded(Team team, Member owner, MadeKey key) {}

    public Founded found(Principal caller, String name, String ownerName) {
        Instant now = clock.instant();
        Team team = new Team(new TeamId(ids.newUuid()), name, false, now);
        Member owner = new Member(new MemberId(ids.newUuid()), ownerName, Role.OWNER, now);
        ApiKey key = new ApiKey(
                new ApiKeyId(ids.newUuid()),
                owner.id(),
                Role.OWNER,
                "first key",
                Role.OWNER,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        MadeKey made = new MadeKey(key, ApiKeyText.random(ids));
        return transactor.inTransaction(tx -> {
            teams.addTeam(tx, team);
            teams.addMember(tx, team.id(), owner);
            teams.addKey(tx, key, made.text().hash());
            audit.record(
                    tx,
                    AuditEvent.of(caller, AuditAction.TEAM_CREATED, team.id())
                            .after(AccessFacts.of(team).with("ownerId", owner.id())));
            return new Founded(team, owner, made);
        });
    }

    /** Refused when there is no such team (NOT_FOUND). */
    public Outcome<Team> rename(Principal caller, TeamId id, String name) {
        return transactor.inTransaction(tx -> teams.lock(tx, id)
                .map(Outcome::done)
                .orElseGet(() -> absent(id))
                .map(team -> {
                    Team renamed = team.named(name);
                    teams.renameTeam(tx, renamed);
                    audit.record(
                            tx,
                            AuditEvent.of(caller, AuditAction.TEAM_CHANGED, id)
                                    .before(AccessFacts.of(team))
                                    .after(AccessFacts.of(renamed)));
                    return renamed;
                }));
    }

    /**
     * Its keys open nothing any more. Refused when there is no such team (NOT_FOUND), it is the operating team, or it still holds
     * claimed devices (WRONG_STATE).
     */
    public Outcome<Team> close(Principal caller, TeamId id) {
        return transactor.inTransaction(tx -> teams.lock(tx, id)
                .map(Outcome::done)
                .orElseGet(() -> absent(id))
                .then(team -> {
                    if (team.operating()) {
                        return Outcome.refused(
                                RefusalCode.WRONG_STATE, "team " + id + " is the operating team and cannot be closed");
                    }
                    if (!teams.closeTeam(tx, id, clock.instant())) {
                        return Outcome.refused(
                                RefusalCode.WRONG_STATE,
                                "team " + id
                                        + " still holds claimed devices; unclaim them or release their claims first");
                    }
                    audit.record(
                            tx,
                            AuditEvent.of(caller, AuditAction.TEAM_DELETED, id).before(AccessFacts.of(team)));
                    return Outcome.done(team);
                }));
    }

    private static Outcome<Team> absent(TeamId id) {
        return Outcome.refused(RefusalCode.NOT_FOUND, "there is no team " + id);
    }
}
