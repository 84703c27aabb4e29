package io.latebind.server.device.bulk;

import io.latebind.server.device.RowRefusal;
import io.latebind.server.job.Job;
import io.latebind.server.job.JobFilter;
import io.latebind.server.job.JobStore;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Shows bulk claims: an editor their own, admins and owners the whole team's. */
public final class ReadBulkClaims {
    private final Transactor transactor;
    private final JobStore jobs;
    private final BulkStore bulks;

    public ReadBulkClaims(Transactor transactor, JobStore jobs, BulkStore bulks) {
        this.transactor = transactor;
        this.jobs = jobs;
        this.bulks = bulks;
    }

    /** Refused when it is not there for the caller (NOT_FOUND). */
    public Outcome<Job> find(Principal caller, JobId id) {
        return transactor
                .perStatement(tx -> jobs.find(tx, BulkRules.inSight(caller), id))
                .map(Outcome::done)
                .orElseGet(() -> BulkRules.absent(id));
    }

    /** Refused when the page token is none of ours (BAD_PARAMETER). */
    public Outcome<Page<Job>> list(Principal caller, PageRequest page) {
        JobFilter filter = BulkRules.inSight(caller);
        return behind(page, JobId::parse)
                .map(behind -> transactor.perStatement(tx -> cut(
                        jobs.list(tx, filter, behind, page.descending(), page.limit() + 1),
                        jobs.count(tx, filter),
                        page,
                        job -> job.id().toString())));
    }

    /** Refused when it is not there for the caller (NOT_FOUND), or the page token is none of ours (BAD_PARAMETER). */
    public Outcome<Page<RowRefusal>> refusals(Principal caller, JobId id, PageRequest page) {
        return find(caller, id)
                .then(job -> behind(page, ReadBulkClaims::row)
                        .map(behind -> cut(
                                following(id, behind, page.descending(), page.limit() + 1),
                                job.state().failed(),
                                page,
                                refusal -> Integer.toString(refusal.row()))));
    }

    /** The next ones of an operation that the caller was shown. */
    public List<RowRefusal> following(JobId id, Optional<Integer> behind, boolean descending, int limit) {
        return transactor.perStatement(tx -> bulks.refusals(tx, id, behind, descending, limit));
    }

    private static Optional<Integer> row(String token) {
        return token.matches("[0-9]{1,6}") ? Optional.of(Integer.valueOf(token)) : Optional.empty();
    }

    private static <K> Outcome<Optional<K>> behind(PageRequest page, Function<String, Optional<K>> parse) {
        Optional<K> behind = page.token().flatMap(parse);
        return page.token().isPresent() && behind.isEmpty()
                ? Outcome.refused(
                        RefusalCode.BAD_PARAMETER,
                        "pageNextToken is not one that this service gave out; leave it away to begin with the first page")
                : Outcome.done(behind);
    }

    /** @param found one more than fits, where there are more */
    private static <T> Page<T> cut(List<T> found, long total, PageRequest page, Function<T, String> token) {
        List<T> items = found.subList(0, Math.min(found.size(), page.limit()));
        return new Page<>(
                items,
                total,
                found.size() > items.size() ? Optional.of(token.apply(items.getLast())) : Optional.empty());
    }
}
