package io.latebind.server;

import io.latebind.server.job.JobBell;
import io.latebind.server.job.JobKind;
import io.latebind.server.job.JobRunner;
import io.latebind.server.job.store.PgJobStore;
import java.time.Duration;
import java.util.List;

/** Background operations: where they are kept, who is told of new ones, who does them. */
record Background(PgJobStore jobs, JobBell bell) {
    /** How long an operation, and why rows of it were refused, can be read after its end. */
    private static final Duration KEPT = Duration.ofDays(30);

    static Background make() {
        return new Background(new PgJobStore(), new JobBell());
    }

    /** Works until the result is closed. */
    AutoCloseable start(Foundation on, List<JobKind> kinds) {
        return new JobRunner(on.transactor(), jobs, kinds, on.clock(), on.ids(), bell).start();
    }

    Housekeeping.Chore forgetting(Foundation on, Duration every) {
        return new Housekeeping.Chore("forgetting old bulk operations", every, () -> forget(on));
    }

    private void forget(Foundation on) {
        int forgotten;
        do {
            forgotten = on.transactor()
                    .inTransaction(tx -> jobs.forget(tx, on.clock().instant().minus(KEPT)));
        } while (forgotten > 0);
    }
}
