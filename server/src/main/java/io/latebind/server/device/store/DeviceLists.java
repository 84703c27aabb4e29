package io.latebind.server.device.store;

import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceCursor;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.postgres.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists and totals of claimed devices, which cost the same however many devices there are (decision 0130). A <em>place</em> is a team,
 * a tag (the empty one for all devices), and the values of everything else that lists filter by: {@code device_count} says how many
 * devices it has, {@code device_listing} has them in order. A list adds up, or merges, the places that its filter leaves open.
 */
final class DeviceLists {
    /** Stands for all devices, and is no tag that a device can bear. */
    private static final String ANY_TAG = "";

    private DeviceLists() {}

    static Page<ClaimedDevice> list(
            Connection connection, Sight sight, DeviceFilter filter, Optional<DeviceCursor> behind, PageRequest page)
            throws SQLException {
        if (filter.tag().filter(ANY_TAG::equals).isPresent()) {
            return new Page<>(List.of(), 0, Optional.empty());
        }
        if (filter.id().isPresent()) {
            return atMostOne(connection, sight, filter, behind, page);
        }
        Places places = new Places(sight, filter);
        long total = places.count(connection);
        List<ClaimedDevice> found = places.page(connection, behind, page);
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

    /** The device that the filter names, if the rest of the filter fits it. */
    private static Page<ClaimedDevice> atMostOne(
            Connection connection, Sight sight, DeviceFilter filter, Optional<DeviceCursor> behind, PageRequest page)
            throws SQLException {
        List<ClaimedDevice> found = DeviceQueries.find(
                        connection, sight, filter.id().orElseThrow())
                .stream()
                .filter(device -> filter.status().isEmpty() || filter.status().get() == device.status())
                .filter(device -> filter.tag().isEmpty()
                        || device.tags().contains(filter.tag().get()))
                .filter(device ->
                        filter.deviceType().isEmpty() || filter.deviceType().get() == device.deviceType())
                .toList();
        List<ClaimedDevice> items = found.stream()
                .filter(device -> behind.isEmpty() || isBehind(device, behind.get(), page.descending()))
                .toList();
        return new Page<>(items, found.size(), Optional.empty());
    }

    private static boolean isBehind(ClaimedDevice device, DeviceCursor cursor, boolean descending) {
        int byTime = device.claimedAt().compareTo(cursor.claimedAt());
        // as text: PostgreSQL's order of UUIDs, which Java's is not
        int order = byTime != 0
                ? byTime
                : device.id().value().toString().compareTo(cursor.device().toString());
        return descending ? order < 0 : order > 0;
    }

    /** The places that a filter and a sight leave open. */
    private record Places(Sight sight, DeviceFilter filter) {
        private static final String COUNT = """
                SELECT (SELECT coalesce(sum(devices), 0) FROM device_count WHERE {counted})
                     + (SELECT coalesce(sum(devices), 0) FROM device_count_change WHERE {changed})
                """;

        /**
         * UNION: a place that is new since the counts were added up is in the changes alone. The number of rows is written out, so that
         * PostgreSQL plans for so few, and not for a share of the table.
         */
        private static final String PAGE = """
                WITH place AS MATERIALIZED (
                    SELECT editors_see, device_type, status FROM device_count WHERE {counted}
                    UNION
                    SELECT editors_see, device_type, status FROM device_count_change WHERE {changed}
                ), page AS MATERIALIZED (
                    SELECT listed.claimed_at, listed.device_uuid
                    FROM place CROSS JOIN LATERAL (
                        SELECT l.claimed_at, l.device_uuid FROM device_listing l
                        WHERE l.team_id = ? AND l.tag = ? AND l.editors_see = place.editors_see
                          AND l.device_type = place.device_type AND l.status = place.status{further}
                        ORDER BY l.claimed_at {direction}, l.device_uuid {direction} LIMIT {rows}
                    ) listed
                    ORDER BY listed.claimed_at {direction}, listed.device_uuid {direction} LIMIT {rows}
                )
                """ + DeviceQueries.COLUMNS + """
                FROM page p JOIN claimed_device c ON c.device_uuid = p.device_uuid
                """ + DeviceQueries.JOINS + """
                ORDER BY p.claimed_at {direction}, p.device_uuid {direction}
                """;

        long count(Connection connection) throws SQLException {
            Values values = new Values();
            String sql = filled(COUNT, counted(values), changed(values));
            try (PreparedStatement query = values.bound(connection, sql);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }

        List<ClaimedDevice> page(Connection connection, Optional<DeviceCursor> behind, PageRequest page)
                throws SQLException {
            Values values = new Values();
            String counted = counted(values);
            String changed = changed(values);
            values.add(sight.team().value());
            values.add(tag());
            behind.ifPresent(cursor -> {
                values.add(SqlValues.timestamp(cursor.claimedAt()));
                values.add(cursor.device());
            });
            String further = behind.isEmpty()
                    ? ""
                    : " AND (l.claimed_at, l.device_uuid) " + (page.descending() ? "<" : ">") + " (?, ?)";
            String sql = filled(PAGE, counted, changed)
                    .replace("{further}", further)
                    .replace("{direction}", page.descending() ? "DESC" : "ASC")
                    .replace("{rows}", Integer.toString(page.limit() + 1));
            List<ClaimedDevice> found = new ArrayList<>();
            try (PreparedStatement query = values.bound(connection, sql);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(DeviceQueries.device(row));
                }
            }
            return found;
        }

        private static String filled(String sql, String counted, String changed) {
            return sql.replace("{counted}", counted).replace("{changed}", changed);
        }

        private String tag() {
            return filter.tag().orElse(ANY_TAG);
        }

        private String counted(Values values) {
            values.add(sight.team().value());
            values.add(tag());
            return "team_id = ? AND tag = ?" + others(values);
        }

        private String changed(Values values) {
            values.add(sight.team().value());
            filter.tag().ifPresent(values::add);
            return "team_id = ?" + (filter.tag().isPresent() ? " AND ? = ANY (tags)" : "") + others(values);
        }

        private String others(Values values) {
            filter.status().ifPresent(status -> values.add(status.name()));
            filter.deviceType().ifPresent(values::add);
            return (filter.status().isPresent() ? " AND status = ?" : "")
                    + (filter.deviceType().isPresent() ? " AND device_type = ?" : "")
                    + (sight.everything() ? "" : " AND editors_see");
        }
    }

    /** What the placeholders of a statement stand for, in their order. */
    private static final class Values {
        private final List<Object> inOrder = new ArrayList<>();

        void add(Object value) {
            inOrder.add(value);
        }

        PreparedStatement bound(Connection connection, String sql) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            for (int i = 0; i < inOrder.size(); i++) {
                statement.setObject(i + 1, inOrder.get(i));
            }
            return statement;
        }
    }
}
