package io.latebind.server.event;

import io.latebind.server.kernel.Transactor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Deletes events that are older than they are kept, a few thousand in a transaction. */
public final class PruneEvents {
    private static final int AT_A_TIME = 5000;

    private final Transactor transactor;
    private final EventStore store;
    private final InstantSource clock;
    private final Duration kept;

    public PruneEvents(Transactor transactor, EventStore store, InstantSource clock, Duration kept) {
        this.transactor = transactor;
        this.store = store;
        this.clock = clock;
        this.kept = kept;
    }

    public void prune() {
        Instant before = clock.instant().minus(kept);
        transactor.perStatement(tx -> store.lastBefore(tx, before)).ifPresent(this::deleteUpTo);
        transactor.inTransaction(tx -> {
            store.dropMonths(tx, before);
            return tx;
        });
    }

    private void deleteUpTo(EventPosition last) {
        int deleted;
        do {
            deleted = transactor.inTransaction(tx -> store.delete(tx, last, AT_A_TIME));
        } while (deleted == AT_A_TIME);
    }
}
