package io.latebind.server.access;

import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import java.time.Instant;
import java.time.InstantSource;

/** Makes the operating team and its owner at the first start (specification 7.1). */
public final class OperatingTeam {
    private final Transactor transactor;
    private final AccessStore access;
    private final InstantSource clock;
    private final IdSource ids;

    public OperatingTeam(Transactor transactor, AccessStore access, InstantSource clock, IdSource ids) {
        this.transactor = transactor;
        this.access = access;
        this.clock = clock;
        this.ids = ids;
    }

    /** Whether the operating team is there. */
    public boolean founded() {
        return transactor.perStatement(tx -> access.founder(tx).isPresent());
    }

    /**
     * Makes sure that {@code ownerKey} opens the operating team's door. Repeated after a crash it does what is left to do, so the key
     * is written to its file first.
     */
    public void ensure(ApiKeyText ownerKey) {
        Instant now = clock.instant();
        transactor.inTransaction(tx -> {
            access.found(tx, new AccessStore.Founder(new TeamId(ids.newUuid()), new MemberId(ids.newUuid())), now);
            AccessStore.Founder founder = access.founder(tx).orElseThrow();
            access.addOwnerKey(tx, new ApiKeyId(ids.newUuid()), founder, ownerKey.hash(), now);
            return founder;
        });
    }
}
