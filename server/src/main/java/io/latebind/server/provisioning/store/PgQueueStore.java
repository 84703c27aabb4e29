package io.latebind.server.provisioning.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.identity.store.KeyRows;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SightSql;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.ClaimVersion;
import io.latebind.server.provisioning.ClaimedQueue;
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
import java.util.UUID;

/** The queue in PostgreSQL: one statement loads it, one statement saves it. */
public final class PgQueueStore implements QueueStore {
    private static final String QUEUE = """
            SELECT c.claim_id, c.version, c.attempts, c.run_going_on, c.run_delivered, c.last_run_ended_in, c.any_result,
                   q.id, q.place, q.type, q.request, q.secret, q.secret_erased, q.description, q.status, q.response,
                   q.deliveries, q.unanswered, q.oldest_attempt, q.newest_attempt, q.clear_first, q.removed, q.warnings,
                   q.created_by, q.created_at, q.updated_at
            FROM claimed_device c
            LEFT JOIN provisioning_command q ON q.device_uuid = c.device_uuid
            WHERE c.device_uuid = ? AND
            """ + SightSql.CONDITION + " ORDER BY q.place";

    private static final String LOCK =
            "SELECT 1 FROM claimed_device c WHERE c.device_uuid = ? AND " + SightSql.CONDITION + " FOR NO KEY UPDATE";

    /**
     * A visit that found nothing does not wait until the disk has what it wrote: PostgreSQL writes it with the next batch, within 0.6 s
     * (decision 0131). Holds for this statement alone, as long as it is a transaction of its own.
     */
    private static final String SEEN = """
            WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
            UPDATE claimed_device
            SET last_seen_at = ?, modem_firmware = coalesce(?, modem_firmware), client_version = coalesce(?, client_version)
            FROM unhurried WHERE device_uuid = ? AND claim_id = ?
            """;

    private static final String NOTE = """
            INSERT INTO device_history (id, device_uuid, claim_id, at, kind, command_id, text)
            SELECT ?, ?, ?, ?::timestamptz, ?, ?, ?
            WHERE NOT EXISTS (
                SELECT 1 FROM device_history
                WHERE device_uuid = ? AND kind = ? AND at > ?::timestamptz - interval '1 minute')
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
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(QueueSql.SESSION)) {
                query.setObject(1, device.value());
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    ClaimVersion at = version(row, device);
                    boolean blocked = row.getBoolean("blocked");
                    Optional<Instant> lastSeen = SqlValues.instant(row, "last_seen_at");
                    DeviceKeys keys = KeyRows.read(row);
                    return Optional.of(new DeviceSession(at, blocked, keys, lastSeen, queue(row)));
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
    public void seen(Tx tx, ClaimVersion at, Visit visit) {
        PgTx.of(tx).run(connection -> {
            if (!connection.getAutoCommit()) {
                throw new IllegalStateException("a visit is noted by a statement of its own, not in a transaction");
            }
            try (PreparedStatement update = connection.prepareStatement(SEEN)) {
                update.setObject(1, SqlValues.timestamp(visit.at()));
                update.setString(2, visit.modemFirmware().orElse(null));
                update.setString(3, visit.clientVersion().orElse(null));
                update.setObject(4, at.device().value());
                update.setObject(5, at.claim().value());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void note(Tx tx, ClaimVersion at, HistoryEntry entry, Instant now) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
                insert.setObject(1, ids.newUuid());
                insert.setObject(2, at.device().value());
                insert.setObject(3, at.claim().value());
                insert.setObject(4, SqlValues.timestamp(now));
                insert.setString(5, entry.kind().name());
                insert.setObject(6, entry.command().map(id -> id.value()).orElse(null));
                insert.setString(7, entry.text());
                insert.setObject(8, at.device().value());
                insert.setString(9, entry.kind().name());
                insert.setObject(10, SqlValues.timestamp(now));
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
