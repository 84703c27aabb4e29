package io.latebind.server.event;

import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where recorded events are read. What a transaction that still runs might yet be followed by is not seen. */
public interface EventStore {
    /** Behind every event that can be seen now, and before all others. */
    EventPosition end(Tx tx);

    /** Up to where events were deleted; {@link EventPosition#START} when none were. */
    EventPosition deleted(Tx tx);

    /** Of all teams, in order. */
    List<RecordedEvent> after(Tx tx, EventPosition position, int limit);

    /** Of one team, in order, none behind {@code upTo}. */
    List<RecordedEvent> after(Tx tx, TeamId team, EventPosition position, EventPosition upTo, int limit);

    /** The last event of the newest transaction that recorded one before {@code before}; empty when there is none. */
    Optional<EventPosition> lastBefore(Tx tx, Instant before);

    /** Deletes up to {@code limit} of the oldest events, none behind {@code upTo}, and says how many. */
    int delete(Tx tx, EventPosition upTo, int limit);

    /** Drops the partitions of months that have ended before {@code before}. */
    void dropMonths(Tx tx, Instant before);

    /**
     * After the database was brought to another server from a dump, transactions are numbered anew there: what carries a number from
     * the future counts as older than all else from now on.
     */
    void adopt(Tx tx);
}
