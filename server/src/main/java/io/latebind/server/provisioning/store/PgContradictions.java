package io.latebind.server.provisioning.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.server.event.EventType;
import io.latebind.server.identity.Contradiction;
import io.latebind.server.identity.Contradictions;
import io.latebind.server.identity.RegistryEntry;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.HistoryEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Ends pins and blocks claims that the identity registry contradicts; here, because only this feature knows claims and histories. */
public final class PgContradictions implements Contradictions {
    private static final String FIND = """
            SELECT g.uuid, g.key, nullif(d.pinned_key, g.key) AS ended_key, c.team_id, c.blocked
            FROM unnest(?::uuid[], ?::bytea[]) AS g(uuid, key)
            JOIN device d ON d.uuid = g.uuid
            LEFT JOIN claimed_device c ON c.device_uuid = g.uuid
            WHERE d.pinned_key <> g.key OR NOT g.key = ANY (c.candidate_keys)
            ORDER BY g.uuid
            """;

    /**
     * Claims that have not proven this key: nobody can prove another one while the registry changes. In the order of locking of a visit's
     * save, the claim before the pin.
     */
    private static final String LOCK = """
            SELECT 1
            FROM unnest(?::uuid[], ?::bytea[]) AS g(uuid, key)
            JOIN claimed_device c ON c.device_uuid = g.uuid
            JOIN device d ON d.uuid = g.uuid
            WHERE d.pinned_key IS DISTINCT FROM g.key
            ORDER BY c.device_uuid
            FOR NO KEY UPDATE OF c
            """;

    private static final String SETTLE = """
            WITH given AS (
                SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::uuid[]) AS g(uuid, line, text, event)
            ), pin AS (
                UPDATE device d SET pinned_key = NULL, pinned_variant = NULL, pinned_at = NULL
                FROM given g JOIN identity_registry r ON r.device_uuid = g.uuid
                WHERE d.uuid = g.uuid AND d.pinned_key <> r.public_key
            ), claim AS (
                UPDATE claimed_device c SET blocked = true, version = version + 1
                FROM given g WHERE c.device_uuid = g.uuid
                RETURNING c.device_uuid, c.claim_id, c.team_id, c.tags, c.claimer_role, g.line, g.text, g.event
            ), history AS (
                INSERT INTO device_history (id, device_uuid, claim_id, at, kind, text)
                SELECT line, device_uuid, claim_id, ?, ?, text FROM claim
            )
            INSERT INTO outbox_event (id, at, team_id, type, subject, device_uuid, tags, admins_only, data)
            SELECT event, ?, team_id, ?, device_uuid::text, device_uuid, tags, claimer_role IN ('ADMIN', 'OWNER'),
                   json_build_object('reason', text)
            FROM claim
            """;

    private final IdSource ids;

    public PgContradictions(IdSource ids) {
        this.ids = ids;
    }

    @Override
    public List<Contradiction> find(Tx tx, List<RegistryEntry> entries) {
        return PgTx.of(tx).run(connection -> find(connection, entries));
    }

    @Override
    public List<Contradiction> settle(Tx tx, List<RegistryEntry> entries, Instant now) {
        if (entries.isEmpty()) {
            return List.of();
        }
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                bind(connection, lock, entries);
                lock.execute();
            }
            // a second statement, so that it sees what the lock waited for
            List<Contradiction> found = find(connection, entries);
            if (!found.isEmpty()) {
                settle(connection, found, now);
            }
            return found;
        });
    }

    private static List<Contradiction> find(Connection connection, List<RegistryEntry> entries) throws SQLException {
        List<Contradiction> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(FIND)) {
            bind(connection, query, entries);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(contradiction(row));
                }
            }
        }
        return found;
    }

    private static Contradiction contradiction(ResultSet row) throws SQLException {
        return new Contradiction(
                new DeviceUuid(row.getObject("uuid", UUID.class)),
                new P256PublicKey(row.getBytes("key")).kid(),
                Optional.ofNullable(row.getBytes("ended_key")).map(key -> new P256PublicKey(key).kid()),
                Optional.ofNullable(row.getObject("team_id", UUID.class)).map(TeamId::new),
                row.getBoolean("blocked"));
    }

    private void settle(Connection connection, List<Contradiction> found, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SETTLE)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            found.stream().map(each -> each.device().value()).toArray()));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", found.stream().map(_ -> ids.newUuid()).toArray()));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "text", found.stream().map(Contradiction::reason).toArray()));
            update.setArray(
                    4,
                    connection.createArrayOf(
                            "uuid", found.stream().map(_ -> ids.newUuid()).toArray()));
            update.setObject(5, SqlValues.timestamp(now));
            update.setString(6, HistoryEntry.Kind.CONTRADICTED.name());
            update.setObject(7, SqlValues.timestamp(now));
            update.setString(8, EventType.IDENTITY_CONTRADICTED.name());
            update.executeUpdate();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, List<RegistryEntry> entries)
            throws SQLException {
        statement.setArray(
                1,
                connection.createArrayOf(
                        "uuid",
                        entries.stream().map(entry -> entry.device().value()).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "bytea",
                        entries.stream().map(entry -> entry.key().spki()).toArray(byte[][]::new)));
    }
}
