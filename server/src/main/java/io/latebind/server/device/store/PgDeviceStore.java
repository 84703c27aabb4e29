package io.latebind.server.device.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.CandidateKey;
import io.latebind.server.device.ClaimStanding;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceCursor;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.device.DeviceStore;
import io.latebind.server.device.NewClaim;
import io.latebind.server.identity.store.KeyRows;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Claimed devices in PostgreSQL. */
public final class PgDeviceStore implements DeviceStore {
    private static final String KNOW = """
            INSERT INTO device (uuid) SELECT uuid FROM unnest(?::uuid[]) AS d(uuid) ORDER BY uuid ON CONFLICT DO NOTHING
            """;

    private static final String LOCK = "SELECT 1 FROM device WHERE uuid = ANY (?) ORDER BY uuid FOR UPDATE";

    private static final String STANDING = """
            SELECT given.uuid, d.pinned_key, d.pinned_variant, r.public_key AS registered_key, c.team_id
            FROM unnest(?::uuid[]) AS given(uuid)
            LEFT JOIN device d ON d.uuid = given.uuid
            LEFT JOIN claimed_device c ON c.device_uuid = given.uuid
            LEFT JOIN identity_registry r ON r.device_uuid = given.uuid
            """;

    private static final String PIN = "SELECT pinned_key, pinned_variant FROM device WHERE uuid = ? FOR UPDATE";

    private static final String END_PIN =
            "UPDATE device SET pinned_key = NULL, pinned_variant = NULL, pinned_at = NULL WHERE uuid = ANY (?)";

    private static final String CLAIM = """
            INSERT INTO claimed_device (device_uuid, claim_id, team_id, claimed_by, claimer_role, claimed_at, device_type,
                firmware_id, candidate_keys, candidate_variants, tags, queue_status, attempts)
            SELECT uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'READY', attempts FROM device WHERE uuid = ?
            ON CONFLICT DO NOTHING
            """;

    private static final String BLOCK = """
            UPDATE claimed_device SET blocked = ?, version = version + 1 WHERE device_uuid = ? AND blocked <> ?
            """;

    private static final String TAG = "UPDATE claimed_device SET tags = ?, version = version + 1 WHERE device_uuid = ?";

    private static final String UNCLAIM = """
            WITH gone AS (
                DELETE FROM claimed_device WHERE device_uuid = ? RETURNING device_uuid, attempts
            )
            UPDATE device SET attempts = gone.attempts FROM gone WHERE uuid = gone.device_uuid
            """;

    @Override
    public Map<DeviceUuid, ClaimStanding> standing(Tx tx, Collection<DeviceUuid> devices) {
        Map<DeviceUuid, ClaimStanding> standings = new HashMap<>();
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(STANDING)) {
                query.setArray(1, DeviceQueries.uuids(connection, devices));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        standings.put(
                                new DeviceUuid(row.getObject("uuid", UUID.class)),
                                new ClaimStanding(
                                        KeyRows.readKnown(row),
                                        Optional.ofNullable(row.getObject("team_id", UUID.class))
                                                .map(TeamId::new)));
                    }
                }
                return standings;
            }
        });
        return standings;
    }

    @Override
    public Map<DeviceUuid, ClaimStanding> lockForClaim(Tx tx, Collection<DeviceUuid> devices) {
        PgTx.of(tx).run(connection -> {
            execute(connection, KNOW, devices);
            return execute(connection, LOCK, devices);
        });
        // a statement of its own, so that it sees what the lock waited for
        return standing(tx, devices);
    }

    private static boolean execute(Connection connection, String sql, Collection<DeviceUuid> devices)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, DeviceQueries.uuids(connection, devices));
            return statement.execute();
        }
    }

    @Override
    public void claim(Tx tx, List<NewClaim> claims) {
        int[] stored = PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(CLAIM)) {
                for (NewClaim claim : claims) {
                    bind(connection, insert, claim);
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
        if (Arrays.stream(stored).anyMatch(count -> count != 1)) {
            throw new IllegalStateException("a device that was locked for its claim was claimed by someone else");
        }
    }

    private static void bind(Connection connection, PreparedStatement insert, NewClaim claim) throws SQLException {
        List<CandidateKey> candidates = claim.keys().ofToken();
        insert.setObject(1, claim.id().value());
        insert.setObject(2, claim.claimer().team().value());
        insert.setObject(3, claim.claimer().member().value());
        insert.setString(4, claim.claimer().role().name());
        insert.setObject(5, SqlValues.timestamp(claim.at()));
        insert.setInt(6, claim.token().deviceType());
        insert.setObject(7, claim.token().firmware());
        insert.setArray(
                8,
                connection.createArrayOf(
                        "bytea",
                        candidates.stream()
                                .map(candidate -> candidate.key().spki())
                                .toArray(byte[][]::new)));
        insert.setArray(
                9,
                connection.createArrayOf(
                        "smallint",
                        candidates.stream()
                                .map(candidate -> (short) candidate.variant().number())
                                .toArray()));
        insert.setArray(10, connection.createArrayOf("text", claim.tags().toArray()));
        insert.setObject(11, claim.token().device().value());
    }

    @Override
    public List<ClaimedDevice> findAll(Tx tx, Sight sight, Collection<DeviceUuid> devices) {
        return PgTx.of(tx).run(connection -> DeviceQueries.findAll(connection, sight, devices));
    }

    @Override
    public Optional<ClaimedDevice> find(Tx tx, Sight sight, DeviceUuid device) {
        return PgTx.of(tx).run(connection -> DeviceQueries.find(connection, sight, device));
    }

    @Override
    public Optional<ClaimedDevice> lock(Tx tx, Sight sight, DeviceUuid device) {
        return PgTx.of(tx).run(connection -> DeviceQueries.lock(connection, sight, device));
    }

    @Override
    public Page<ClaimedDevice> list(
            Tx tx, Sight sight, DeviceFilter filter, Optional<DeviceCursor> behind, PageRequest page) {
        return PgTx.of(tx).run(connection -> DeviceLists.list(connection, sight, filter, behind, page));
    }

    @Override
    public boolean setBlocked(Tx tx, DeviceUuid device, boolean blocked) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(BLOCK)) {
                update.setBoolean(1, blocked);
                update.setObject(2, device.value());
                update.setBoolean(3, blocked);
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public Optional<CandidateKey> endPin(Tx tx, DeviceUuid device) {
        return PgTx.of(tx).run(connection -> {
            Optional<CandidateKey> pin;
            try (PreparedStatement query = connection.prepareStatement(PIN)) {
                query.setObject(1, device.value());
                try (ResultSet row = query.executeQuery()) {
                    pin = row.next() ? KeyRows.readPin(row) : Optional.empty();
                }
            }
            if (pin.isPresent()) {
                execute(connection, END_PIN, List.of(device));
            }
            return pin;
        });
    }

    @Override
    public void tag(Tx tx, DeviceUuid device, List<String> tags) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(TAG)) {
                update.setArray(1, connection.createArrayOf("text", tags.toArray()));
                update.setObject(2, device.value());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void unclaim(Tx tx, DeviceUuid device) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(UNCLAIM)) {
                delete.setObject(1, device.value());
                return delete.executeUpdate();
            }
        });
    }
}
