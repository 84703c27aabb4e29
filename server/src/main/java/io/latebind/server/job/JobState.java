package io.latebind.server.job;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a background operation is.
 *
 * @param done items that were worked through, failed ones included
 * @param failed items of these that failed
 * @param message what a user should know of how it ended
 * @param faults unexpected faults since the last step that was stored
 */
public record JobState(
        JobStatus status,
        int done,
        int failed,
        boolean cancelled,
        Optional<String> message,
        Optional<Instant> finishedAt,
        int faults) {
    static final JobState NEW = new JobState(JobStatus.PENDING, 0, 0, false, Optional.empty(), Optional.empty(), 0);

    public JobState {
        if (failed < 0 || failed > done) {
            throw new IllegalArgumentException(failed + " items failed of " + done + " that were done");
        }
        if (status.ended() != finishedAt.isPresent()) {
            throw new IllegalArgumentException("an operation has an end when it has ended, and not before");
        }
    }

    JobState further(int moreDone, int moreFailed) {
        return new JobState(
                JobStatus.IN_PROGRESS, done + moreDone, failed + moreFailed, cancelled, message, finishedAt, 0);
    }

    JobState ended(JobStatus how, Optional<String> why, Instant now) {
        return new JobState(how, done, failed, cancelled, why, Optional.of(now), faults);
    }

    JobState cancelled(String why, Instant now) {
        return new JobState(JobStatus.FAILED, done, failed, true, Optional.of(why), Optional.of(now), faults);
    }

    JobState faulted() {
        return new JobState(status, done, failed, cancelled, message, finishedAt, faults + 1);
    }
}
