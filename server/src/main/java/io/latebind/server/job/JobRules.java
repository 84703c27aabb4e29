package io.latebind.server.job;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a background operation comes from one state to the next. Pure. */
public final class JobRules {
    /** An operation whose steps fail so often, one after the other, is given up: the fault is in itself. */
    static final int MAX_FAULTS = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private JobRules() {}

    /** In the end SUCCEEDED when every item did; else FAILED, so that whoever waits for it looks for the reasons. */
    static Job after(Job job, JobProgress progress, Instant now) {
        return switch (progress) {
            case JobProgress.Stopped(String why) ->
                job.with(job.state().ended(JobStatus.FAILED, Optional.of(why), now));
            case JobProgress.Done(int done, int failed) -> {
                JobState further = job.state().further(done, failed);
                JobStatus end = further.failed() == 0 ? JobStatus.SUCCEEDED : JobStatus.FAILED;
                yield job.with(further.done() < job.total() ? further : further.ended(end, Optional.empty(), now));
            }
        };
    }

    /** One that a user ends. Refused when it has ended already (WRONG_STATE). */
    public static Outcome<Job> cancelled(Job job, Instant now) {
        return job.state().status().ended()
                ? Outcome.refused(
                        RefusalCode.WRONG_STATE,
                        "the bulk operation " + job.id() + " has ended already; it is "
                                + job.state().status())
                : Outcome.done(job.with(job.state().cancelled("cancelled; what was done until then stays", now)));
    }

    /** After a step that failed unexpectedly. */
    static Job faulted(Job job, Instant now) {
        JobState faulted = job.state().faulted();
        return job.with(
                faulted.faults() < MAX_FAULTS
                        ? faulted
                        : faulted.ended(
                                JobStatus.FAILED,
                                Optional.of("given up after " + MAX_FAULTS
                                        + " unexpected faults, which the log of the service explains under " + job.id()
                                        + "; what was done until then stays"),
                                now));
    }

    /** How long an operation rests after a fault: 2, 4, 8, 16 seconds. */
    static Duration pauseAfter(Job faulted) {
        return FIRST_PAUSE.multipliedBy(1L << Math.max(0, faulted.state().faults() - 1));
    }
}
