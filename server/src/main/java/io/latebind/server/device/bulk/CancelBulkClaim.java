package io.latebind.server.device.bulk;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.job.Job;
import io.latebind.server.job.JobRules;
import io.latebind.server.job.JobStore;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;

/** Ends a bulk claim before its end: at once, also when a part of it is being worked through. */
public final class CancelBulkClaim {
    private final Transactor transactor;
    private final JobStore jobs;
    private final BulkStore bulks;
    private final InstantSource clock;
    private final AuditTrail audit;

    public CancelBulkClaim(
            Transactor transactor, JobStore jobs, BulkStore bulks, InstantSource clock, AuditTrail audit) {
        this.transactor = transactor;
        this.jobs = jobs;
        this.bulks = bulks;
        this.clock = clock;
        this.audit = audit;
    }

    /** What was claimed stays. Refused when it is not there for the caller (NOT_FOUND), or has ended (WRONG_STATE). */
    public Outcome<Job> cancel(Principal caller, JobId id) {
        return transactor.inTransaction(tx -> jobs.lock(tx, BulkRules.inSight(caller), id)
                .map(Outcome::done)
                .orElseGet(() -> BulkRules.absent(id))
                .then(job -> JobRules.cancelled(job, clock.instant()))
                .map(job -> store(tx, caller, job)));
    }

    private Job store(Tx tx, Principal caller, Job job) {
        Instant now = clock.instant();
        jobs.save(tx, job, now, now);
        bulks.clear(tx, job.id());
        audit.record(
                tx,
                AuditEvent.of(caller, AuditAction.BULK_CANCELLED, job.id())
                        .before(Facts.of("rows", job.total())
                                .with("done", job.state().done())
                                .with("failed", job.state().failed())));
        return job;
    }
}
