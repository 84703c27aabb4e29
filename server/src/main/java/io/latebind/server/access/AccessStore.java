package io.latebind.server.access;

import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.Optional;

/** Where teams, members and API keys are kept. */
public interface AccessStore {
    /**
     * @param principal with the weaker one of the key's role and the member's
     * @param lastUsed as it was noted, at most once a minute
     */
    record KnownKey(Principal principal, Optional<Instant> lastUsed) {}

    /**
     * Who holds the key with this hash; empty when nobody does, it has expired or was revoked at {@code now}, its member was removed or
     * its team closed.
     */
    Optional<KnownKey> key(Tx tx, byte[] keyHash, Origin origin, Instant now);

    /** Notes that a key is in use, and from where. */
    void used(Tx tx, Principal caller, Instant now);

    /**
     * How it stands with the caller of an earlier call. A key that has merely expired since, or was rotated, does not matter: what it
     * started was right when it did. The team is kept from being closed until the transaction ends.
     */
    StarterStanding standing(Tx tx, Principal starter);

    Optional<Account> account(Tx tx, Principal caller);

    /** The member who owns the operating team first; empty before the first start. */
    Optional<Founder> founder(Tx tx);

    /** The operating team with its first owner; does nothing when there is one. */
    void found(Tx tx, Founder founder, Instant now);

    /** An owner's key; does nothing when this key is there already. */
    void addOwnerKey(Tx tx, ApiKeyId id, Founder founder, byte[] keyHash, Instant now);

    record Founder(TeamId team, MemberId member) {}
}
