package io.latebind.server.audit;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.util.List;
import java.util.Optional;

/** Shows a team its audit trail. */
public final class ReadAudit {
    private final Transactor transactor;
    private final AuditReader trail;

    public ReadAudit(Transactor transactor, AuditReader trail) {
        this.transactor = transactor;
        this.trail = trail;
    }

    /** Refused when the page token is none of ours (BAD_PARAMETER). */
    public Outcome<Page<AuditLine>> list(Principal caller, AuditFilter filter, PageRequest page) {
        Optional<Long> behind =
                page.token().filter(text -> text.matches("[0-9]{1,18}")).map(Long::valueOf);
        if (page.token().isPresent() && behind.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.BAD_PARAMETER,
                    "pageNextToken is not one that this service gave out; leave it away to begin with the first page");
        }
        return Outcome.done(transactor.perStatement(tx -> {
            List<AuditLine> found = trail.read(tx, caller.team(), filter, behind, page.descending(), page.limit() + 1);
            List<AuditLine> items = found.subList(0, Math.min(found.size(), page.limit()));
            Optional<String> token = found.size() > items.size()
                    ? Optional.of(Long.toString(items.getLast().sequence()))
                    : Optional.empty();
            return new Page<>(items, trail.count(tx, caller.team(), filter), token);
        }));
    }

    /** The next part of the whole trail, in its order; empty at its end. */
    public List<AuditLine> following(Principal caller, AuditFilter filter, long behind, int limit) {
        return transactor.perStatement(tx -> trail.read(tx, caller.team(), filter, Optional.of(behind), false, limit));
    }
}
