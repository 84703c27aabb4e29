package io.latebind.server.device.bulk;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.access.AccessStore;
import io.latebind.server.device.ClaimRow;
import io.latebind.server.device.ClaimRows;
import io.latebind.server.device.JudgedRow;
import io.latebind.server.device.RowRefusal;
import io.latebind.server.device.RowsClaimed;
import io.latebind.server.event.EventOutbox;
import io.latebind.server.event.EventType;
import io.latebind.server.event.OutboxEvent;
import io.latebind.server.job.Job;
import io.latebind.server.job.JobKind;
import io.latebind.server.job.JobProgress;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works a bulk claim through, part by part. Tokens are checked and keys recovered before the transaction, on all cores; the transaction
 * holds the claims, their audit events, the refusals, the progress, and the removal of the part. Only one part is in memory at a time.
 */
public final class BulkClaimKind implements JobKind {
    private final boolean dryRun;
    private final Transactor transactor;
    private final BulkStore bulks;
    private final ClaimRows claiming;
    private final AccessStore access;
    private final EventOutbox outbox;

    private BulkClaimKind(
            boolean dryRun,
            Transactor transactor,
            BulkStore bulks,
            ClaimRows claiming,
            AccessStore access,
            EventOutbox outbox) {
        this.dryRun = dryRun;
        this.transactor = transactor;
        this.bulks = bulks;
        this.claiming = claiming;
        this.access = access;
        this.outbox = outbox;
    }

    /** The claim itself, and its dry run. */
    public static List<JobKind> both(
            Transactor transactor, BulkStore bulks, ClaimRows claiming, AccessStore access, EventOutbox outbox) {
        return List.of(
                new BulkClaimKind(false, transactor, bulks, claiming, access, outbox),
                new BulkClaimKind(true, transactor, bulks, claiming, access, outbox));
    }

    @Override
    public String name() {
        return dryRun ? BulkRules.DRY_RUN : BulkRules.CLAIM;
    }

    @Override
    public Step prepare(Job job) {
        List<ClaimRow> rows = transactor.perStatement(tx -> bulks.nextPart(tx, job.id()));
        List<JudgedRow> judged = claiming.judge(job.starter(), rows);
        return (tx, held) -> store(tx, held, judged);
    }

    private JobProgress store(Tx tx, Job job, List<JudgedRow> rows) {
        Optional<String> stopped = BulkRules.stopped(access.standing(tx, job.starter()));
        if (stopped.isPresent()) {
            bulks.clear(tx, job.id());
            tell(tx, job, job.state().done(), job.state().failed(), stopped);
            return new JobProgress.Stopped(stopped.get());
        }
        if (rows.isEmpty()
                || !bulks.removePart(tx, job.id(), rows.getFirst().row().row())) {
            throw new IllegalStateException("the rows of the bulk claim " + job.id() + " are gone before its end");
        }
        List<RowRefusal> refused = dryRun
                ? rehearsed(tx, job, rows)
                : claiming.claim(tx, job.starter(), rows).refused();
        bulks.refuse(tx, job.id(), refused);
        if (job.state().done() + rows.size() == job.total()) {
            bulks.clear(tx, job.id());
            int failed = job.state().failed() + refused.size();
            tell(tx, job, job.total(), failed, Optional.empty());
        }
        return new JobProgress.Done(rows.size(), refused.size());
    }

    /** The operation has ended; nothing about single devices, which not everybody sees. */
    private void tell(Tx tx, Job job, int done, int failed, Optional<String> message) {
        outbox.record(
                tx,
                OutboxEvent.of(
                        job.starter().team(),
                        EventType.BULK_FINISHED,
                        job.id(),
                        Facts.of("total", job.total())
                                .with("done", done)
                                .with("failed", failed)
                                .with("dryRun", dryRun)
                                .with("message", message)));
    }

    /** Other than a claim, a dry run leaves no trace on a device that a later part could find. */
    private List<RowRefusal> rehearsed(Tx tx, Job job, List<JudgedRow> rows) {
        RowsClaimed claimable = claiming.dryRun(tx, job.starter(), rows);
        Map<DeviceUuid, Integer> earlier = bulks.rehearse(tx, job.id(), claimable.claimed());
        List<RowRefusal> refused = new ArrayList<>(claimable.refused());
        earlier.forEach((device, row) -> refused.add(new RowRefusal(
                claimable.claimed().getOrDefault(device, row),
                RefusalCode.ALREADY_CLAIMED.number(),
                "device " + device + " stands in row " + row + " of this file already")));
        refused.sort(Comparator.comparingInt(RowRefusal::row));
        return refused;
    }
}
