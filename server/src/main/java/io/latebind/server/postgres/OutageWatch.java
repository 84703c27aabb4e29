package io.latebind.server.postgres;

import io.latebind.server.kernel.DatabaseBusy;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Remembers when the database last failed to serve. A full disk fails writes while a plain question still gets its answer, so
 * health is more than that answer.
 */
public final class OutageWatch implements Transactor {
    /** How long one outage casts doubt on the database's health. */
    private static final Duration DOUBT = Duration.ofSeconds(10);

    private final Transactor transactor;
    private final InstantSource clock;
    private final AtomicLong outages = new AtomicLong();
    private volatile Instant lastOutage = Instant.MIN;

    public OutageWatch(Transactor transactor, InstantSource clock) {
        this.transactor = transactor;
        this.clock = clock;
    }

    @Override
    public <T> T inTransaction(Function<Tx, T> work) {
        return watched(() -> transactor.inTransaction(work));
    }

    @Override
    public <T> T perStatement(Function<Tx, T> work) {
        return watched(() -> transactor.perStatement(work));
    }

    /** Whether a transaction failed for want of the database within the last ten seconds. */
    public boolean inDoubt() {
        Instant outage = lastOutage;
        return outage.isAfter(Instant.MIN) && clock.instant().isBefore(outage.plus(DOUBT));
    }

    /** Transactions that failed for want of the database since the start. */
    public long outages() {
        return outages.get();
    }

    private <T> T watched(Supplier<T> work) {
        try {
            return work.get();
        } catch (DatabaseBusy rush) {
            throw rush;
        } catch (DatabaseUnavailable outage) {
            lastOutage = clock.instant();
            outages.incrementAndGet();
            throw outage;
        }
    }
}
