package io.latebind.server.event;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events as they come, read once for all who listen: one short query every quarter of a second, whatever the number of streams.
 * It is asked for rather than told ({@code NOTIFY}), because telling would make all transactions of the service wait for one lock.
 */
public final class EventFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final long EVERY_MILLIS = 250;
    private static final int AT_A_TIME = 500;

    private final Transactor transactor;
    private final EventStore store;
    private final EventWindow window;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("events").daemon().factory());
    private boolean away;

    private EventFeed(Transactor transactor, EventStore store, EventWindow window) {
        this.transactor = transactor;
        this.store = store;
        this.window = window;
    }

    /** From now on. */
    public static EventFeed start(Transactor transactor, EventStore store) {
        transactor.inTransaction(tx -> {
            store.adopt(tx);
            return tx;
        });
        EventFeed feed = new EventFeed(transactor, store, new EventWindow(transactor.perStatement(store::end)));
        var _ = feed.rounds.scheduleWithFixedDelay(feed::round, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return feed;
    }

    public EventWindow window() {
        return window;
    }

    /** Behind everything that has happened. */
    public EventPosition now() {
        return transactor.perStatement(store::end);
    }

    /** For a listener who is outside of the window: the next events of its team, up to {@code upTo}. */
    public List<RecordedEvent> stored(TeamId team, EventPosition position, EventPosition upTo, int limit) {
        return transactor.perStatement(tx -> store.after(tx, team, position, upTo, limit));
    }

    /**
     * Where somebody who has seen everything up to {@code position} may go on without missing anything; empty when events behind it
     * are deleted already, or the position is none that this database can have given out.
     */
    public Optional<EventPosition> resumable(EventPosition position) {
        EventPosition end = now();
        EventPosition deleted = transactor.perStatement(store::deleted);
        return position.isBehind(deleted) || end.isBehind(position) ? Optional.empty() : Optional.of(position);
    }

    private void round() {
        try {
            List<RecordedEvent> newer;
            do {
                newer = transactor.perStatement(tx -> store.after(tx, window.head(), AT_A_TIME));
                window.publish(newer);
            } while (newer.size() == AT_A_TIME && !rounds.isShutdown());
            away = false;
        } catch (DatabaseUnavailable outage) {
            if (!away) {
                LOG.warn("events wait until the database is back: {}", outage.getMessage());
            }
            away = true;
        } catch (RuntimeException failed) {
            if (!away) {
                LOG.error("events could not be read and are tried again", failed);
            }
            away = true;
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
