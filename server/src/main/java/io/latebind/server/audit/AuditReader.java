package io.latebind.server.audit;

import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Optional;

/** Where the trail is read. */
public interface AuditReader {
    /**
     * In the order of the trail, or against it.
     *
     * @param behind the sequence with which the page before ended
     */
    List<AuditLine> read(Tx tx, TeamId team, AuditFilter filter, Optional<Long> behind, boolean descending, int limit);

    /** Most matches that {@link #count} counts: a total must not cost more the longer a trail is. */
    int MOST_COUNTED = 10_000;

    /** How many events the trail has; of those that match a filter no more than {@link #MOST_COUNTED} are counted. */
    long count(Tx tx, TeamId team, AuditFilter filter);
}
