package io.latebind.server.access;

import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where teams, their members and keys are changed. Closed teams, removed members and their keys are not seen any more. */
public interface TeamStore {
    /** In the order in which they were made. */
    List<Team> teams(Tx tx);

    /** The team, locked: whoever changes it, its members or its keys waits. */
    Optional<Team> lock(Tx tx, TeamId team);

    void addTeam(Tx tx, Team team);

    void renameTeam(Tx tx, Team team);

    /** False, and nothing changed, while it holds claimed devices. */
    boolean closeTeam(Tx tx, TeamId team, Instant now);

    /** In the order in which they were added. */
    List<Member> members(Tx tx, TeamId team);

    void addMember(Tx tx, TeamId team, Member member);

    void changeMember(Tx tx, Member member);

    /** Removes the member and revokes all their keys. */
    void removeMember(Tx tx, MemberId member, Instant now);

    /** Of all members, in the order in which they were made; ended ones too. */
    List<ApiKey> keys(Tx tx, TeamId team);

    void addKey(Tx tx, ApiKey key, byte[] keyHash);

    /** Stores its end: expiry, revocation and successor. */
    void endKey(Tx tx, ApiKey key);

    /** Whether another owner's key opens the team at {@code now}. */
    default boolean otherOwnerKey(Tx tx, TeamId team, ApiKeyId key, Instant now) {
        return keys(tx, team).stream()
                .anyMatch(other -> !other.id().equals(key) && AccessRules.opensAsOwner(other, now));
    }
}
