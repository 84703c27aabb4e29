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

    /** How many events match. */
    long count(Tx tx, TeamId team, AuditFilter filter);
}
