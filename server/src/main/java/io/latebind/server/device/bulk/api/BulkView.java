package io.latebind.server.device.bulk.api;

import io.latebind.server.device.bulk.BulkRules;
import io.latebind.server.job.Job;
import io.latebind.server.job.JobState;
import io.latebind.server.job.JobStatus;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.MemberId;
import java.time.Instant;
import java.util.Optional;

/** A bulk claim as REST shows it (specification 7). */
record BulkView(
        JobId bulkOpsRequestId,
        JobStatus status,
        int total,
        int done,
        int failed,
        boolean dryrun,
        boolean cancelled,
        Instant createdAt,
        MemberId createdBy,
        Optional<Instant> finishedAt,
        Optional<String> message,
        Optional<String> errorSummaryUrl) {
    static BulkView of(Job job) {
        JobState state = job.state();
        return new BulkView(
                job.id(),
                state.status(),
                job.total(),
                state.done(),
                state.failed(),
                BulkRules.dryRun(job),
                state.cancelled(),
                job.createdAt(),
                job.starter().member(),
                state.finishedAt(),
                state.message().or(() -> summary(job)),
                state.failed() == 0 ? Optional.empty() : Optional.of(BulkRoutes.errors(job.id())));
    }

    private static Optional<String> summary(Job job) {
        JobState state = job.state();
        if (!state.status().ended()) {
            return Optional.empty();
        }
        int good = state.done() - state.failed();
        String what = good + " of " + job.total() + " rows "
                + (BulkRules.dryRun(job) ? "could be claimed" : "were claimed")
                + (state.failed() == 0 ? "" : "; errorSummaryUrl says why the others were not");
        return Optional.of(what);
    }
}
