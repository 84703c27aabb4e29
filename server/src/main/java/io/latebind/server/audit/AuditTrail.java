package io.latebind.server.audit;

import io.latebind.server.kernel.Tx;

/** Where changes are recorded. */
public interface AuditTrail {
    /**
     * Records the event in the transaction of the change. The team's chain is locked until that ends, so this comes last in it, and
     * after every other lock.
     */
    void record(Tx tx, AuditEvent event);
}
