package io.latebind.server.event.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.event.EventId;
import io.latebind.server.event.EventPosition;
import io.latebind.server.event.EventStore;
import io.latebind.server.event.EventType;
import io.latebind.server.event.RecordedEvent;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.postgres.SqlWork;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the outbox in the order of (transaction, sequence), and only below the oldest transaction that still runs: whatever is
 * committed later has a higher number than everything that was read.
 */
public final class PgEventStore implements EventStore {
    private static final String COLUMNS = """
            SELECT txid::text AS transaction, sequence, id, at, team_id, type, subject, device_uuid, tags, admins_only, data
            FROM outbox_event
            WHERE (txid, sequence) > (?::xid8, ?) AND txid < pg_snapshot_xmin(pg_current_snapshot())
            """;

    private static final String ORDER = " ORDER BY txid, sequence LIMIT ?";

    private static final String AFTER = COLUMNS + ORDER;

    private static final String OF_TEAM = COLUMNS + " AND team_id = ? AND (txid, sequence) <= (?::xid8, ?)" + ORDER;

    private static final String END =
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS transaction, 0 AS sequence";

    private static final String DELETED =
            "SELECT txid::text AS transaction, sequence FROM event_position WHERE name = 'deleted'";

    private static final String LAST_BEFORE = """
            SELECT txid::text AS transaction, sequence FROM outbox_event
            WHERE txid = (SELECT max(txid) FROM outbox_event WHERE at < ?) ORDER BY sequence DESC LIMIT 1
            """;

    private static final String DELETE = """
            WITH old AS (
                SELECT txid, sequence, at FROM outbox_event WHERE (txid, sequence) <= (?::xid8, ?)
                ORDER BY txid, sequence LIMIT ?
            ), gone AS (
                DELETE FROM outbox_event e USING old
                WHERE e.txid = old.txid AND e.sequence = old.sequence AND e.at = old.at
                RETURNING e.txid, e.sequence
            ), newest AS (
                SELECT txid, sequence FROM gone ORDER BY txid DESC, sequence DESC LIMIT 1
            ), moved AS (
                UPDATE event_position p SET txid = n.txid, sequence = n.sequence FROM newest n
                WHERE p.name = 'deleted' AND (n.txid, n.sequence) > (p.txid, p.sequence)
            )
            SELECT count(*) FROM gone
            """;

    private static final String ADOPT = """
            WITH foreign_events AS (
                UPDATE outbox_event SET txid = '0' WHERE txid >= pg_snapshot_xmax(pg_current_snapshot())
            )
            UPDATE event_position SET txid = '0', sequence = 0 WHERE txid >= pg_snapshot_xmax(pg_current_snapshot())
            """;

    @Override
    public EventPosition end(Tx tx) {
        return position(tx, END);
    }

    @Override
    public EventPosition deleted(Tx tx) {
        return position(tx, DELETED);
    }

    private static EventPosition position(Tx tx, String sql) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return position(row);
            }
        });
    }

    private static EventPosition position(ResultSet row) throws SQLException {
        return new EventPosition(Long.parseLong(row.getString("transaction")), row.getLong("sequence"));
    }

    @Override
    public List<RecordedEvent> after(Tx tx, EventPosition position, int limit) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(AFTER)) {
                query.setString(1, Long.toString(position.transaction()));
                query.setLong(2, position.sequence());
                query.setInt(3, limit);
                return events(query);
            }
        });
    }

    @Override
    public List<RecordedEvent> after(Tx tx, TeamId team, EventPosition position, EventPosition upTo, int limit) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(OF_TEAM)) {
                query.setString(1, Long.toString(position.transaction()));
                query.setLong(2, position.sequence());
                query.setObject(3, team.value());
                query.setString(4, Long.toString(upTo.transaction()));
                query.setLong(5, upTo.sequence());
                query.setInt(6, limit);
                return events(query);
            }
        });
    }

    private static List<RecordedEvent> events(PreparedStatement query) throws SQLException {
        List<RecordedEvent> events = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                events.add(new RecordedEvent(
                        position(row),
                        new EventId(row.getObject("id", UUID.class)),
                        SqlValues.instant(row, "at").orElseThrow(),
                        new TeamId(row.getObject("team_id", UUID.class)),
                        new EventType(row.getString("type")),
                        row.getString("subject"),
                        Optional.ofNullable(row.getObject("device_uuid", UUID.class))
                                .map(DeviceUuid::new),
                        List.of((String[]) row.getArray("tags").getArray()),
                        row.getBoolean("admins_only"),
                        row.getString("data")));
            }
        }
        return events;
    }

    @Override
    public Optional<EventPosition> lastBefore(Tx tx, Instant before) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(LAST_BEFORE)) {
                query.setObject(1, SqlValues.timestamp(before));
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(position(row)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public int delete(Tx tx, EventPosition upTo, int limit) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, Long.toString(upTo.transaction()));
                delete.setLong(2, upTo.sequence());
                delete.setInt(3, limit);
                try (ResultSet row = delete.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    @Override
    public void dropMonths(Tx tx, Instant before) {
        PgTx.of(tx).run(connection -> {
            // readers hold the table for moments only, but nobody is to queue up behind this
            execute("SET LOCAL lock_timeout = '2s'").on(connection);
            try (PreparedStatement drop = connection.prepareStatement("SELECT drop_months('outbox_event', ?)")) {
                drop.setObject(1, SqlValues.timestamp(before));
                return drop.execute();
            }
        });
    }

    @Override
    public void adopt(Tx tx) {
        PgTx.of(tx).run(execute(ADOPT));
    }

    private static SqlWork<Boolean> execute(String sql) {
        return connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return statement.execute();
            }
        };
    }
}
