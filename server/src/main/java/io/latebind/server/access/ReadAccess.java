package io.latebind.server.access;

import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import java.util.List;

/** Shows members, keys and teams. */
public final class ReadAccess {
    private final Transactor transactor;
    private final TeamStore teams;

    public ReadAccess(Transactor transactor, TeamStore teams) {
        this.transactor = transactor;
        this.teams = teams;
    }

    public List<Member> members(Principal caller) {
        return transactor.perStatement(tx -> teams.members(tx, caller.team()));
    }

    /** Refused when the team has no such member (NOT_FOUND). */
    public Outcome<Member> member(Principal caller, MemberId id) {
        return AccessRules.member(members(caller), id);
    }

    /** An editor's own, an admin's and an owner's whole team's. */
    public List<ApiKey> keys(Principal caller) {
        return transactor.perStatement(tx -> AccessRules.inSight(caller, teams.keys(tx, caller.team())));
    }

    /** Refused when there is no such key in sight (NOT_FOUND). */
    public Outcome<ApiKey> key(Principal caller, ApiKeyId id) {
        return keys(caller).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(RefusalCode.NOT_FOUND, "your team has no API key " + id));
    }

    /** All teams, for the deployment's owners. */
    public List<Team> teams() {
        return transactor.perStatement(teams::teams);
    }

    /** Refused when there is no such team (NOT_FOUND). */
    public Outcome<Team> team(TeamId id) {
        return teams().stream()
                .filter(team -> team.id().equals(id))
                .findFirst()
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(RefusalCode.NOT_FOUND, "there is no team " + id));
    }
}
