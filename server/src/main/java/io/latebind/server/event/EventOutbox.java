package io.latebind.server.event;

import io.latebind.server.kernel.Tx;

/** Where events are recorded, in the transaction of what they tell. */
public interface EventOutbox {
    /** One statement; takes no lock that anybody waits for. */
    void record(Tx tx, OutboxEvent event);
}
