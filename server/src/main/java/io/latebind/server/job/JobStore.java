package io.latebind.server.job;

import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Where background operations are kept. */
public interface JobStore {
    void add(Tx tx, Job job);

    /** How many of a team's have not ended. */
    int unfinished(Tx tx, TeamId team);

    /**
     * The operation of one of these kinds that has waited longest and that nobody holds at {@code now}; {@code holder} holds it until
     * {@code until} then. One statement.
     */
    Optional<Job> take(Tx tx, Set<String> kinds, UUID holder, Instant now, Instant until);

    /** Locked until the transaction ends; empty when it has ended, or {@code holder} does not hold it any more. */
    Optional<Job> lockHeld(Tx tx, JobId id, UUID holder);

    /** Locked until the transaction ends. */
    Optional<Job> lock(Tx tx, JobFilter filter, JobId id);

    Optional<Job> find(Tx tx, JobFilter filter, JobId id);

    /**
     * Stores how far it is.
     *
     * @param freeFrom when it may be taken again
     */
    void save(Tx tx, Job job, Instant now, Instant freeFrom);

    /** In the order in which they were started, or against it. */
    List<Job> list(Tx tx, JobFilter filter, Optional<JobId> behind, boolean descending, int limit);

    long count(Tx tx, JobFilter filter);

    /** Forgets those that ended before {@code before}, with all that belongs to them; says how many. */
    int forget(Tx tx, Instant before);
}
