package io.latebind.server.event;

import io.latebind.server.kernel.Tx;
import java.util.List;

/** Where events are recorded, in the transaction of what they tell. */
public interface EventOutbox {
    /** One statement; takes no lock that anybody waits for. */
    default void record(Tx tx, OutboxEvent event) {
        recordAll(tx, List.of(event));
    }

    /** As {@link #record}, still one statement; they are told in this order. */
    void recordAll(Tx tx, List<OutboxEvent> events);
}
