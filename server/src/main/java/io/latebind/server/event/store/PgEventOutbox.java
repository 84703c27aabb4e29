package io.latebind.server.event.store;

import io.latebind.server.event.EventData;
import io.latebind.server.event.EventOutbox;
import io.latebind.server.event.OutboxEvent;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The outbox in PostgreSQL. Changes of queues write their events in the statement that saves them. */
public final class PgEventOutbox implements EventOutbox {
    /** Tags come as JSON: the arrays of an array would all have to be of one length. The sequence counts in the order of the rows. */
    private static final String RECORD = """
            INSERT INTO outbox_event (id, at, team_id, type, subject, device_uuid, tags, admins_only, data)
            SELECT e.id, ?, e.team_id, e.type, e.subject, e.device_uuid,
                ARRAY(SELECT json_array_elements_text(e.tags::json)), e.admins_only, e.data::json
            FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::boolean[], ?::text[]) WITH ORDINALITY
                AS e(id, team_id, type, subject, device_uuid, tags, admins_only, data, place)
            ORDER BY e.place
            """;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final InstantSource clock;
    private final IdSource ids;

    public PgEventOutbox(InstantSource clock, IdSource ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public void recordAll(Tx tx, List<OutboxEvent> events) {
        if (!events.isEmpty()) {
            PgTx.of(tx).run(connection -> insert(connection, events));
        }
    }

    private int insert(Connection connection, List<OutboxEvent> events) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
            insert.setObject(1, SqlValues.timestamp(clock.instant()));
            insert.setArray(2, SqlValues.array(connection, "uuid", events, _ -> ids.newUuid()));
            insert.setArray(
                    3,
                    SqlValues.array(
                            connection, "uuid", events, event -> event.team().value()));
            insert.setArray(
                    4,
                    SqlValues.array(
                            connection, "text", events, event -> event.type().name()));
            insert.setArray(5, SqlValues.array(connection, "text", events, OutboxEvent::subject));
            insert.setArray(
                    6,
                    SqlValues.array(
                            connection,
                            "uuid",
                            events,
                            event ->
                                    event.device().map(device -> device.value()).orElse(null)));
            insert.setArray(
                    7, SqlValues.array(connection, "text", events, event -> JSON.writeValueAsString(event.tags())));
            insert.setArray(8, SqlValues.array(connection, "boolean", events, OutboxEvent::adminsOnly));
            insert.setArray(9, SqlValues.array(connection, "text", events, event -> EventData.json(event.data())));
            return insert.executeUpdate();
        }
    }
}
