package io.latebind.server.event;

import io.latebind.server.FakeClock;
import io.latebind.server.SeededIds;
import io.latebind.server.event.store.PgEventOutbox;
import io.latebind.server.event.store.PgEventStore;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.TestDatabase;
import java.util.List;
import java.util.UUID;

/** An outbox in a database of its own, with a clock that the test moves and one team. */
public final class EventFixture implements AutoCloseable {
    public final FakeClock clock = new FakeClock();
    public final SeededIds ids = new SeededIds(7);
    public final TestDatabase database = TestDatabase.create();
    public final Transactor transactor = database.transactor();
    public final PgEventOutbox outbox = new PgEventOutbox(clock, ids);
    public final PgEventStore store = new PgEventStore();
    public final TeamId team = new TeamId(new UUID(7, 1));

    public EventFixture() {
        database.execute("INSERT INTO team VALUES ('" + team + "', 'team', true, now())");
    }

    public Principal principal(Role role) {
        return new Principal(
                team,
                true,
                new MemberId(new UUID(7, 2)),
                new ApiKeyId(new UUID(7, 3)),
                role,
                new Origin("192.0.2.1", "test"));
    }

    /** Records events with these subjects, in one transaction. */
    public void record(String... subjects) {
        transactor.inTransaction(tx -> {
            record(tx, subjects);
            return tx;
        });
    }

    public void record(Tx tx, String... subjects) {
        for (String subject : subjects) {
            outbox.record(tx, OutboxEvent.of(team, EventType.BULK_FINISHED, subject, Facts.of("number", 1)));
        }
    }

    public List<RecordedEvent> after(EventPosition position) {
        return transactor.perStatement(tx -> store.after(tx, position, 10_000));
    }

    public static List<String> subjects(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::subject).toList();
    }

    @Override
    public void close() {
        database.close();
    }
}
