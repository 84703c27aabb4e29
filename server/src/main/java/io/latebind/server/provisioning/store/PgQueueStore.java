package io.latebind.server.provisioning.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.event.EventData;
import io.latebind.server.event.EventType;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.identity.store.KeyRows;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SightSql;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.ClaimVersion;
import io.latebind.server.provisioning.ClaimedQueue;
import io.latebind.server.provisioning.ConnectionMark;
import io.latebind.server.provisioning.DeviceSession;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.ProvisioningQueue;
import io.latebind.server.provisioning.QueueSave;
import io.latebind.server.provisioning.QueueStore;
import io.latebind.server.provisioning.QueuedCommand;
import io.latebind.server.provisioning.RunFacts;
import io.latebind.server.provisioning.Visit;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The queue in PostgreSQL: one statement loads it, one statement saves it. */
public final class PgQueueStore implements QueueStore {
    private static final String QUEUE = """
            SELECT c.claim_id, c.version, c.attempts, c.run_going_on, c.run_delivered, c.last_run_ended_in, c.any_result,
                   %s
            FROM claimed_device c
            LEFT JOIN provisioning_command q ON q.device_uuid = c.device_uuid
            WHERE c.device_uuid = ? AND %s
            ORDER BY q.place
            """.formatted(CommandRows.columns("q.request"), SightSql.CONDITION);

    private static final String LOCK =
            "SELECT 1 FROM claimed_device c WHERE c.device_uuid = ? AND " + SightSql.CONDITION + " FOR NO KEY UPDATE";

    /**
     * A visit that found nothing does not wait until the disk has what it wrote: PostgreSQL writes it with the next batch, within 0.6 s
     * (decision 0131). Holds for this statement alone, as long as it is a transaction of its own.
     */
    private static final String SEEN = """
            WITH unhurried AS MATERIALIZED (
                SELECT set_config('synchronous_commit', CASE WHEN ? THEN 'off' ELSE current_setting('synchronous_commit') END, true)
            )
            UPDATE claimed_device
            SET last_seen_at = ?, modem_firmware = coalesce(?, modem_firmware), client_version = coalesce(?, client_version)
            FROM unhurried WHERE device_uuid = ? AND claim_id = ?
            """;

    private static final String ARM = "DELETE FROM device_rule WHERE claim_id = ?";
    private static final String SEEN_CONNECTED = """
            WITH claim AS (
                UPDATE claimed_device
                SET last_seen_at = ?, modem_firmware = coalesce(?, modem_firmware),
                    client_version = coalesce(?, client_version), connected_as = ?, connected_at = ?
                WHERE device_uuid = ? AND claim_id = ?
                RETURNING device_uuid, claim_id
            )
            INSERT INTO device_history (id, device_uuid, claim_id, at, kind, command_id, text, details)
            SELECT ?, device_uuid, claim_id, ?, ?, ?, ?, ?::json FROM claim
            """;

    private static final String NOTE = """
            WITH noted AS (
                INSERT INTO device_history (id, device_uuid, claim_id, at, kind, command_id, text, details)
                SELECT ?, device_uuid, claim_id, ?::timestamptz, ?, ?, ?, ?::json FROM claimed_device
                WHERE device_uuid = ? AND NOT EXISTS (
                    SELECT 1 FROM device_history
                    WHERE device_uuid = ? AND kind = ? AND at > ?::timestamptz - interval '1 minute')
                RETURNING device_uuid, at
            )
            INSERT INTO outbox_event (id, at, team_id, type, subject, device_uuid, tags, admins_only, data)
            SELECT ?, noted.at, c.team_id, ?, c.device_uuid::text, c.device_uuid, c.tags,
                   c.claimer_role IN ('ADMIN', 'OWNER'), ?::json
            FROM noted JOIN claimed_device c USING (device_uuid)
            WHERE ?
            """;

    private final CommandRows rows;
    private final QueueSaveStatement saves;
    private final IdSource ids;

    public PgQueueStore(CommandRows rows, IdSource ids) {
        this.rows = rows;
        this.saves = new QueueSaveStatement(rows, ids);
        this.ids = ids;
    }

    @Override
    public Optional<DeviceSession> session(Tx tx, DeviceUuid device) {
        return session(tx, device, QueueSql.SESSION);
    }

    @Override
    public Optional<DeviceSession> wholeSession(Tx tx, DeviceUuid device) {
        return session(tx, device, QueueSql.WHOLE_SESSION);
    }

    private Optional<DeviceSession> session(Tx tx, DeviceUuid device, String sql) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setObject(1, device.value());
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    ClaimVersion at = version(row, device);
                    boolean blocked = row.getBoolean("blocked");
                    Optional<Instant> lastSeen = SqlValues.instant(row, "last_seen_at");
                    DeviceKeys keys = KeyRows.read(row);
                    long fingerprint = row.getLong("connected_as");
                    Optional<ConnectionMark> connected =
                            SqlValues.instant(row, "connected_at").map(then -> new ConnectionMark(fingerprint, then));
                    Integer places = row.getObject("places_for_rules", Integer.class);
                    OptionalInt placesForRules = places == null ? OptionalInt.empty() : OptionalInt.of(places);
                    return Optional.of(
                            new DeviceSession(at, blocked, keys, lastSeen, connected, queue(row), placesForRules));
                }
            }
        });
    }

    @Override
    public Optional<ClaimedQueue> lock(Tx tx, Sight sight, DeviceUuid device) {
        boolean there = PgTx.of(tx).run(connection -> {
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                lock.setObject(1, device.value());
                SightSql.bind(lock, 2, sight);
                try (ResultSet row = lock.executeQuery()) {
                    return row.next();
                }
            }
        });
        // a second statement, so that it sees what the lock waited for
        return there ? read(tx, sight, device) : Optional.empty();
    }

    @Override
    public Optional<ClaimedQueue> read(Tx tx, Sight sight, DeviceUuid device) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(QUEUE)) {
                query.setObject(1, device.value());
                SightSql.bind(query, 2, sight);
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(new ClaimedQueue(version(row, device), queue(row)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public boolean save(Tx tx, QueueSave save) {
        return PgTx.of(tx).run(connection -> saves.execute(connection, save));
    }

    @Override
    public void armRules(Tx tx, ClaimVersion at) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(ARM)) {
                delete.setObject(1, at.claim().value());
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public void seen(Tx tx, QueueSave save) {
        Visit visit = save.visit().orElseThrow();
        PgTx.of(tx).run(connection -> {
            String sql = visit.connected().isPresent() ? SEEN_CONNECTED : SEEN;
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                int bound = 0;
                if (visit.connected().isEmpty()) {
                    update.setBoolean(++bound, connection.getAutoCommit());
                }
                update.setObject(++bound, SqlValues.timestamp(visit.at()));
                update.setString(++bound, visit.modemFirmware().orElse(null));
                update.setString(++bound, visit.clientVersion().orElse(null));
                if (visit.connected().isPresent()) {
                    update.setLong(++bound, visit.connected().get().fingerprint());
                    update.setObject(
                            ++bound, SqlValues.timestamp(visit.connected().get().at()));
                }
                update.setObject(++bound, save.at().device().value());
                update.setObject(++bound, save.at().claim().value());
                if (visit.connected().isPresent()) {
                    HistoryRows.bind(update, bound, ids, save.history().getFirst(), visit.at());
                }
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void note(Tx tx, DeviceUuid device, HistoryEntry entry, Instant now) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
                int bound = HistoryRows.bind(insert, 0, ids, entry, now);
                insert.setObject(++bound, device.value());
                insert.setObject(++bound, device.value());
                insert.setString(++bound, entry.kind().name());
                insert.setObject(++bound, SqlValues.timestamp(now));
                insert.setObject(++bound, ids.newUuid());
                insert.setString(++bound, EventType.DEVICE_REFUSED.name());
                insert.setString(++bound, EventData.json(Facts.of("reason", entry.text())));
                insert.setBoolean(++bound, entry.kind().name().startsWith("REFUSED"));
                return insert.executeUpdate();
            }
        });
    }

    private static ClaimVersion version(ResultSet row, DeviceUuid device) throws SQLException {
        return new ClaimVersion(device, new ClaimId(row.getObject("claim_id", UUID.class)), row.getLong("version"));
    }

    /** Reads from the current row to the last. */
    private ProvisioningQueue queue(ResultSet row) throws SQLException {
        RunFacts run = new RunFacts(
                row.getBoolean("run_going_on"),
                row.getBoolean("run_delivered"),
                Optional.ofNullable(row.getString("last_run_ended_in")).map(DeviceStatus::valueOf),
                row.getBoolean("any_result"));
        long attempts = row.getLong("attempts");
        List<QueuedCommand> commands = new ArrayList<>();
        do {
            if (row.getObject("id") != null) {
                commands.add(rows.read(row));
            }
        } while (row.next());
        return new ProvisioningQueue(commands, run, attempts);
    }
}
