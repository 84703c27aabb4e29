package io.latebind.server.device.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceCursor;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.postgres.SightSql;
import io.latebind.server.postgres.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reading claimed devices. Lists page by key: a page costs the same wherever it is. */
final class DeviceQueries {
    private static final String DEVICE = """
            SELECT c.device_uuid, c.claim_id, c.team_id, c.device_type, c.firmware_id, c.tags, c.status, c.claimed_at, c.claimed_by,
                   c.claimer_role, c.last_seen_at, c.modem_firmware, c.client_version, d.pinned_key IS NOT NULL AS proven
            FROM claimed_device c JOIN device d ON d.uuid = c.device_uuid
            WHERE
            """ + SightSql.CONDITION;

    private DeviceQueries() {}

    static Optional<ClaimedDevice> find(Connection connection, Sight sight, DeviceUuid device) throws SQLException {
        return one(connection, DEVICE + " AND c.device_uuid = ?", sight, device);
    }

    static Optional<ClaimedDevice> lock(Connection connection, Sight sight, DeviceUuid device) throws SQLException {
        return one(connection, DEVICE + " AND c.device_uuid = ? FOR NO KEY UPDATE OF c", sight, device);
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

    static Page<ClaimedDevice> list(
            Connection connection, Sight sight, DeviceFilter filter, Optional<DeviceCursor> behind, PageRequest page)
            throws SQLException {
        Conditions conditions = new Conditions();
        filter.status().ifPresent(status -> conditions.add(" AND c.status = ?", status.name()));
        filter.tag().ifPresent(tag -> conditions.add(" AND c.tags @> ARRAY[?]::text[]", tag));
        filter.deviceType().ifPresent(type -> conditions.add(" AND c.device_type = ?", type));
        filter.id().ifPresent(id -> conditions.add(" AND c.device_uuid = ?", id.value()));
        long total = count(connection, sight, conditions);
        String direction = page.descending() ? "DESC" : "ASC";
        behind.ifPresent(cursor -> conditions.add(
                " AND (c.claimed_at, c.device_uuid) " + (page.descending() ? "<" : ">") + " (?, ?)",
                SqlValues.timestamp(cursor.claimedAt()),
                cursor.device()));
        String order = " ORDER BY c.claimed_at " + direction + ", c.device_uuid " + direction + " LIMIT ?";
        List<ClaimedDevice> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(DEVICE + conditions.sql() + order)) {
            int bound = conditions.bind(query, sight);
            query.setInt(bound + 1, page.limit() + 1);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(device(row));
                }
            }
        }
        if (found.size() <= page.limit()) {
            return new Page<>(found, total, Optional.empty());
        }
        List<ClaimedDevice> items = found.subList(0, page.limit());
        ClaimedDevice last = items.getLast();
        return new Page<>(
                items,
                total,
                Optional.of(new DeviceCursor(last.claimedAt(), last.id().value()).token()));
    }

    private static long count(Connection connection, Sight sight, Conditions conditions) throws SQLException {
        String sql = "SELECT count(*) FROM claimed_device c WHERE " + SightSql.CONDITION + conditions.sql();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            conditions.bind(query, sight);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static ClaimedDevice device(ResultSet row) throws SQLException {
        return new ClaimedDevice(
                new DeviceUuid(row.getObject("device_uuid", UUID.class)),
                new ClaimId(row.getObject("claim_id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getInt("device_type"),
                row.getObject("firmware_id", UUID.class),
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

    /** The filters of a list, with their values. */
    private static final class Conditions {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> values = new ArrayList<>();

        void add(String condition, Object... bound) {
            sql.append(condition);
            values.addAll(List.of(bound));
        }

        String sql() {
            return sql.toString();
        }

        int bind(PreparedStatement query, Sight sight) throws SQLException {
            int bound = SightSql.bind(query, 1, sight) - 1;
            for (Object value : values) {
                query.setObject(++bound, value);
            }
            return bound;
        }
    }
}
