package io.latebind.server.event.store;

import io.latebind.server.event.EventData;
import io.latebind.server.event.EventOutbox;
import io.latebind.server.event.OutboxEvent;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.PreparedStatement;
import java.time.InstantSource;

/** The outbox in PostgreSQL. Changes of queues write their events in the statement that saves them. */
public final class PgEventOutbox implements EventOutbox {
    private static final String RECORD = """
            INSERT INTO outbox_event (id, at, team_id, type, subject, device_uuid, tags, admins_only, data)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::json)
            """;

    private final InstantSource clock;
    private final IdSource ids;

    public PgEventOutbox(InstantSource clock, IdSource ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public void record(Tx tx, OutboxEvent event) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
                insert.setObject(1, ids.newUuid());
                insert.setObject(2, SqlValues.timestamp(clock.instant()));
                insert.setObject(3, event.team().value());
                insert.setString(4, event.type().name());
                insert.setString(5, event.subject());
                insert.setObject(6, event.device().map(device -> device.value()).orElse(null));
                insert.setArray(7, connection.createArrayOf("text", event.tags().toArray()));
                insert.setBoolean(8, event.adminsOnly());
                insert.setString(9, EventData.json(event.data()));
                return insert.executeUpdate();
            }
        });
    }
}
