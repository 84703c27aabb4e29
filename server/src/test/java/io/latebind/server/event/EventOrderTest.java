package io.latebind.server.event;

import static io.latebind.server.event.EventFixture.subjects;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No reader skips an event, however late its transaction is committed. */
class EventOrderTest {
    private final EventFixture events = new EventFixture();

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void holdsBackWhatMightYetBePrecededByAnother() {
        events.transactor.inTransaction(late -> {
            events.record(late, "late");
            // another connection, begun later and committed first
            events.record("early");
            assertThat(events.after(EventPosition.START)).isEmpty();
            return late;
        });
        List<RecordedEvent> all = events.after(EventPosition.START);
        assertThat(subjects(all)).containsExactly("late", "early");
        assertThat(subjects(events.after(all.getFirst().position()))).containsExactly("early");
        assertThat(events.after(all.getLast().position())).isEmpty();
    }

    @Test
    void keepsTheOrderWithinATransactionAndForgetsOneThatWasUndone() {
        events.record("a", "b", "c");
        try {
            events.transactor.inTransaction(tx -> {
                events.record(tx, "never");
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException undone) {
            assertThat(undone).hasMessage("undone");
        }
        events.record("d");
        assertThat(subjects(events.after(EventPosition.START))).containsExactly("a", "b", "c", "d");
    }

    @Test
    void tellsAReaderEverythingOnceWhileManyWrite() throws ExecutionException, InterruptedException {
        int writers = 3;
        int each = 60;
        List<String> read = new ArrayList<>();
        EventPosition position = EventPosition.START;
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                ends.add(pool.submit(() -> IntStream.range(0, each)
                        .forEach(i -> events.record(number + "-" + i + "a", number + "-" + i + "b"))));
            }
            boolean ended = false;
            while (true) {
                List<RecordedEvent> newer = events.after(position);
                if (!newer.isEmpty()) {
                    position = newer.getLast().position();
                    read.addAll(subjects(newer));
                } else if (ended) {
                    break;
                }
                ended = ends.stream().allMatch(Future::isDone);
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        assertThat(read).doesNotHaveDuplicates().hasSize(writers * each * 2);
    }

    @Test
    void letsAListenerGoOnOnlyWhereNothingIsMissing() {
        events.record("old");
        EventPosition old = events.after(EventPosition.START).getFirst().position();
        events.clock.advance(Duration.ofDays(8));
        events.record("new");
        EventPosition newer = events.after(old).getFirst().position();
        try (EventFeed feed = EventFeed.start(events.transactor, events.store)) {
            assertThat(feed.resumable(EventPosition.START)).isPresent();
            new PruneEvents(events.transactor, events.store, events.clock, Duration.ofDays(7)).prune();
            assertThat(subjects(events.after(EventPosition.START))).containsExactly("new");
            assertThat(feed.resumable(EventPosition.START)).isEmpty();
            assertThat(feed.resumable(old)).contains(old);
            assertThat(feed.resumable(newer)).contains(newer);
            assertThat(feed.resumable(new EventPosition(newer.transaction() + 1_000_000, 1)))
                    .isEmpty();
        }
    }

    @Test
    void dropsTheMonthsThatAreOver() {
        events.database.execute("SELECT make_month('outbox_event', '2026-09-10')");
        events.database.execute("SELECT make_month('outbox_event', '2026-11-10')");
        events.record("this month's");
        new PruneEvents(events.transactor, events.store, events.clock, Duration.ofDays(7)).prune();
        events.database.execute("DO $$ BEGIN ASSERT to_regclass('outbox_event_2026_09') IS NULL"
                + " AND to_regclass('outbox_event_2026_11') IS NOT NULL; END $$");
        assertThat(subjects(events.after(EventPosition.START))).containsExactly("this month's");
    }

    @Test
    void goesOnAfterTheDatabaseWasBroughtToAnotherServer() {
        events.record("from the old server");
        events.database.execute("UPDATE outbox_event SET txid = '9000000000'");
        events.database.execute("UPDATE event_position SET txid = '9000000000' WHERE name = 'webhooks'");
        assertThat(events.after(EventPosition.START)).isEmpty();
        events.transactor.inTransaction(tx -> {
            events.store.adopt(tx);
            return tx;
        });
        events.record("from this one");
        assertThat(subjects(events.after(EventPosition.START))).containsExactly("from the old server", "from this one");
        events.database.execute(
                "DO $$ BEGIN ASSERT (SELECT txid FROM event_position WHERE name = 'webhooks') = '0'; END $$");
    }
}
