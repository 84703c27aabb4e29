package io.latebind.server.device.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.postgres.SightSql;
import io.latebind.server.postgres.SqlValues;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reading one claimed device. */
final class DeviceQueries {
    /** Of {@code claimed_device c}, {@code device d} and {@code identity_registry r}. */
    static final String COLUMNS = """
            SELECT c.device_uuid, c.claim_id, c.team_id, c.device_type, c.firmware_id, c.tags, c.status, c.claimed_at, c.claimed_by,
                   c.claimer_role, c.last_seen_at, c.modem_firmware, c.client_version, r.imei, r.device_uuid IS NOT NULL AS registered,
                   d.pinned_key IS NOT NULL OR coalesce(r.public_key = ANY (c.candidate_keys), false) AS proven
            """;

    /** What {@link #COLUMNS} are of, behind {@code claimed_device c}. */
    static final String JOINS = """
            JOIN device d ON d.uuid = c.device_uuid
            LEFT JOIN identity_registry r ON r.device_uuid = c.device_uuid
            """;

    private static final String DEVICE = COLUMNS + "FROM claimed_device c " + JOINS + """
            WHERE
            """ + SightSql.CONDITION;

    private DeviceQueries() {}

    static Optional<ClaimedDevice> find(Connection connection, Sight sight, DeviceUuid device) throws SQLException {
        return one(connection, DEVICE + " AND c.device_uuid = ?", sight, device);
    }

    static Optional<ClaimedDevice> lock(Connection connection, Sight sight, DeviceUuid device) throws SQLException {
        return one(connection, DEVICE + " AND c.device_uuid = ? FOR NO KEY UPDATE OF c", sight, device);
    }

    static List<ClaimedDevice> findAll(Connection connection, Sight sight, Collection<DeviceUuid> devices)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DEVICE + " AND c.device_uuid = ANY (?)")) {
            query.setArray(SightSql.bind(query, 1, sight), uuids(connection, devices));
            List<ClaimedDevice> found = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(device(row));
                }
            }
            return found;
        }
    }

    static Array uuids(Connection connection, Collection<DeviceUuid> devices) throws SQLException {
        return connection.createArrayOf(
                "uuid", devices.stream().map(DeviceUuid::value).toArray());
    }

    private static Optional<ClaimedDevice> one(Connection connection, String sql, Sight sight, DeviceUuid device)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(SightSql.bind(query, 1, sight), device.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(device(row)) : Optional.empty();
            }
        }
    }

    static ClaimedDevice device(ResultSet row) throws SQLException {
        return new ClaimedDevice(
                new DeviceUuid(row.getObject("device_uuid", UUID.class)),
                new ClaimId(row.getObject("claim_id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getInt("device_type"),
                row.getObject("firmware_id", UUID.class),
                Optional.ofNullable(row.getString("imei")),
                row.getBoolean("registered"),
                List.of((String[]) row.getArray("tags").getArray()),
                DeviceStatus.valueOf(row.getString("status")),
                row.getBoolean("proven"),
                SqlValues.instant(row, "claimed_at").orElseThrow(),
                new MemberId(row.getObject("claimed_by", UUID.class)),
                Role.valueOf(row.getString("claimer_role")),
                SqlValues.instant(row, "last_seen_at"),
                Optional.ofNullable(row.getString("modem_firmware")),
                Optional.ofNullable(row.getString("client_version")));
    }
}
