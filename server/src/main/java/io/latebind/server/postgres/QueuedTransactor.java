package io.latebind.server.postgres;

import io.latebind.server.kernel.DatabaseBusy;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private final int most;
    private final Duration outageKnownAfter;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private int free;
    private long outages;

    /** One who keeps its place in the order until it is let in or gives up. */
    private final class Waiter {
        private final Condition letIn = lock.newCondition();
        private boolean in;

        /** True when it is in within this time. */
        boolean await(Duration time) throws InterruptedException {
            long nanos = time.toNanos();
            while (!in && nanos > 0) {
                nanos = letIn.awaitNanos(nanos);
            }
            return in;
        }
    }

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
        this.free = connections;
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
        lock.lock();
        try {
            return waiters.size();
        } finally {
            lock.unlock();
        }
    }

    private <T> T served(Supplier<T> work) {
        enter();
        boolean outage = false;
        try {
            return work.get();
        } catch (DatabaseUnavailable away) {
            outage = true;
            throw away;
        } finally {
            leave(outage);
        }
    }

    private void enter() {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return;
            }
            Waiter waiter = new Waiter();
            waiters.add(waiter);
            waitFor(waiter);
        } finally {
            lock.unlock();
        }
    }

    private void waitFor(Waiter waiter) {
        long before = outages;
        try {
            if (waiter.await(outageKnownAfter)
                    || (outages == before && waiter.await(patience.minus(outageKnownAfter)))) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            giveUp(waiter);
            throw new DatabaseBusy("nobody waits for the answer any more");
        }
        giveUp(waiter);
        if (outages != before) {
            throw new DatabaseUnavailable("the database does not answer");
        }
        throw new DatabaseBusy("more is asked of the database than it can do: none of its " + most
                + " connections (database-connections) became free within " + patience.toSeconds() + " s");
    }

    private void giveUp(Waiter waiter) {
        if (waiter.in) {
            letNextIn();
        } else {
            waiters.remove(waiter);
        }
    }

    private void leave(boolean outage) {
        lock.lock();
        try {
            if (outage) {
                outages++;
            }
            letNextIn();
        } finally {
            lock.unlock();
        }
    }

    private void letNextIn() {
        Waiter next = waiters.poll();
        if (next == null) {
            free++;
        } else {
            next.in = true;
            next.letIn.signal();
        }
    }
}
