package io.latebind.server.job;

import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Principal;
import java.time.Instant;

/**
 * A background operation.
 *
 * @param kind which {@link JobKind} does it
 * @param starter who started it, with the role of that moment; what it does is done in their name
 * @param total items in it
 */
public record Job(JobId id, String kind, Principal starter, int total, Instant createdAt, JobState state) {
    public Job {
        if (state.done() > total) {
            throw new IllegalArgumentException(state.done() + " items of " + total + " are done");
        }
    }

    public static Job create(JobId id, String kind, Principal starter, int total, Instant now) {
        return new Job(id, kind, starter, total, now, JobState.NEW);
    }

    Job with(JobState changed) {
        return new Job(id, kind, starter, total, createdAt, changed);
    }
}
