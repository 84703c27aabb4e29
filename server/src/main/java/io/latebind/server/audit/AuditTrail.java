package io.latebind.server.audit;

import io.latebind.server.kernel.Tx;
import java.util.List;

/** Where changes are recorded. */
public interface AuditTrail {
    /**
     * Records the event in the transaction of the change. The team's chain is locked until that ends, so this comes last in it, and
     * after every other lock.
     */
    void record(Tx tx, AuditEvent event);

    /** As {@link #record}, for many events of one team's trail, in their order: the chain is locked for a moment only. */
    default void recordAll(Tx tx, List<AuditEvent> events) {
        events.forEach(event -> record(tx, event));
    }
}
