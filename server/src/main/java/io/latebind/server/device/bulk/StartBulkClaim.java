package io.latebind.server.device.bulk;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.device.ClaimCsv;
import io.latebind.server.job.Job;
import io.latebind.server.job.JobBell;
import io.latebind.server.job.JobStore;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.time.InstantSource;

/** Takes a file of claims in, to be worked through in the background. */
public final class StartBulkClaim {
    private final Transactor transactor;
    private final JobStore jobs;
    private final BulkStore bulks;
    private final InstantSource clock;
    private final IdSource ids;
    private final AuditTrail audit;
    private final JobBell bell;

    public StartBulkClaim(
            Transactor transactor,
            JobStore jobs,
            BulkStore bulks,
            InstantSource clock,
            IdSource ids,
            AuditTrail audit,
            JobBell bell) {
        this.transactor = transactor;
        this.jobs = jobs;
        this.bulks = bulks;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.bell = bell;
    }

    /**
     * All rows are stored when it returns. Refused when as many operations of the team wait as may (WRONG_STATE).
     *
     * @param dryRun find out what would be refused, and claim nothing
     */
    public Outcome<Job> start(Principal caller, ClaimCsv csv, boolean dryRun) {
        String kind = dryRun ? BulkRules.DRY_RUN : BulkRules.CLAIM;
        Job job = Job.create(new JobId(ids.newUuid()), kind, caller, csv.rows(), clock.instant());
        Outcome<Job> outcome = transactor.inTransaction(tx -> {
            if (jobs.unfinished(tx, caller.team()) >= BulkRules.MAX_UNFINISHED) {
                return Outcome.refused(
                        RefusalCode.WRONG_STATE,
                        BulkRules.MAX_UNFINISHED
                                + " bulk operations of your team have not ended, as many as may; wait for some, or cancel them");
            }
            jobs.add(tx, job);
            csv.inParts(BulkRules.ROWS_OF_A_PART, rows -> bulks.addPart(tx, job.id(), rows));
            audit.record(
                    tx,
                    AuditEvent.of(caller, AuditAction.BULK_STARTED, job.id())
                            .after(Facts.of("rows", csv.rows()).with("dryrun", dryRun)));
            return Outcome.done(job);
        });
        bell.ring();
        return outcome;
    }
}
