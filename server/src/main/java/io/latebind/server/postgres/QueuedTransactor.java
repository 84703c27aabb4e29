package io.latebind.server.postgres;

import io.latebind.server.kernel.DatabaseBusy;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets as many in as there are connections; the others wait in the order in which they came. So a rush of devices is served one after the
 * other, and only an outage is answered as one.
 */
public final class QueuedTransactor implements Transactor {
    /** Less than after which a device would give an answer up, more than a rush of a few thousand devices takes. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Transactor transactor;
    private final Semaphore places;
    private final int most;
    private final Duration outageKnownAfter;
    private final Duration patience;
    private final AtomicLong outages = new AtomicLong();

    /** @param connections as many as {@code transactor} has */
    public QueuedTransactor(Transactor transactor, int connections) {
        this(transactor, connections, Database.CONNECTION_TIMEOUT, PATIENCE);
    }

    /**
     * @param outageKnownAfter when somebody was told of an outage meanwhile, nobody waits longer
     * @param patience when there is none
     */
    QueuedTransactor(Transactor transactor, int connections, Duration outageKnownAfter, Duration patience) {
        this.transactor = transactor;
        this.places = new Semaphore(connections, true);
        this.most = connections;
        this.outageKnownAfter = outageKnownAfter;
        this.patience = patience;
    }

    @Override
    public <T> T inTransaction(Function<Tx, T> work) {
        return served(() -> transactor.inTransaction(work));
    }

    @Override
    public <T> T perStatement(Function<Tx, T> work) {
        return served(() -> transactor.perStatement(work));
    }

    /** Threads that wait for a connection. */
    public int waiting() {
        return places.getQueueLength();
    }

    private <T> T served(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } catch (DatabaseUnavailable outage) {
            outages.incrementAndGet();
            throw outage;
        } finally {
            places.release();
        }
    }

    private void enter() {
        long before = outages.get();
        try {
            if (places.tryAcquire(outageKnownAfter.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            if (outages.get() != before) {
                throw new DatabaseUnavailable("the database does not answer");
            }
            if (!places.tryAcquire(patience.minus(outageKnownAfter).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseBusy("more is asked of the database than it can do: none of its " + most
                        + " connections (database-connections) became free within " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseBusy("nobody waits for the answer any more");
        }
    }
}
