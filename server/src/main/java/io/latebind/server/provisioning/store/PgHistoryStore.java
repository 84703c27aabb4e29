package io.latebind.server.provisioning.store;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SightSql;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.AdviceRules;
import io.latebind.server.provisioning.HistoryCursor;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.HistoryFilter;
import io.latebind.server.provisioning.HistoryLine;
import io.latebind.server.provisioning.HistoryStore;
import io.latebind.server.provisioning.MemberLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Histories in PostgreSQL. Pages go by the primary key, so that each costs the same wherever it is. */
public final class PgHistoryStore implements HistoryStore {
    /** The device's own lines; of earlier claims, perhaps another team's, there are none to see. */
    private static final String SUMMARY = """
            SELECT c.claim_id,
                (SELECT count(*) FROM device_history h WHERE h.device_uuid = c.device_uuid AND h.claim_id = c.claim_id %s) AS lines,
                (SELECT q.request -> 'config' ->> ? FROM provisioning_command q
                 WHERE q.device_uuid = c.device_uuid AND q.type = 'CONFIG' AND q.status = 'SUCCEEDED'
                    AND q.request -> 'config' ->> ? IS NOT NULL
                 ORDER BY q.updated_at DESC LIMIT 1) AS interval_seconds
            FROM claimed_device c
            WHERE c.device_uuid = ? AND
            """ + SightSql.CONDITION;

    private static final String LINES = """
            SELECT h.id, h.at, h.kind, h.command_id, h.text, h.details
            FROM device_history h
            WHERE h.device_uuid = ? AND h.claim_id = ?
            """;

    private static final String APPEND = """
            INSERT INTO device_history (id, at, kind, command_id, text, details, device_uuid, claim_id)
            SELECT n.id, n.at, n.kind, n.command_id, replace(n.text, ?, coalesce(m.name, 'somebody')), n.details::json,
                c.device_uuid, c.claim_id
            FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::uuid[], ?::text[], ?::text[])
                    AS n(id, device_uuid, member_id, at, kind, command_id, text, details)
                JOIN claimed_device c ON c.device_uuid = n.device_uuid
                LEFT JOIN member m ON m.id = n.member_id
            """;

    private final IdSource ids;

    public PgHistoryStore(IdSource ids) {
        this.ids = ids;
    }

    @Override
    public Optional<Found> read(
            Tx tx,
            Sight sight,
            DeviceUuid device,
            HistoryFilter filter,
            Optional<HistoryCursor> behind,
            PageRequest page) {
        Conditions conditions = Conditions.of(filter);
        return PgTx.of(tx).run(connection -> {
            Optional<Summary> summary = summary(connection, sight, device, conditions);
            if (summary.isEmpty()) {
                return Optional.empty();
            }
            List<HistoryLine> lines =
                    lines(connection, device, summary.get().claim(), conditions.behind(behind, page), page);
            List<HistoryLine> items = lines.subList(0, Math.min(lines.size(), page.limit()));
            Optional<String> token = lines.size() > items.size()
                    ? Optional.of(new HistoryCursor(
                                    items.getLast().at(), items.getLast().id())
                            .token())
                    : Optional.empty();
            return Optional.of(new Found(
                    new Page<>(items, summary.get().lines(), token),
                    summary.get().interval()));
        });
    }

    private record Summary(UUID claim, long lines, Optional<Duration> interval) {}

    private static Optional<Summary> summary(
            Connection connection, Sight sight, DeviceUuid device, Conditions conditions) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SUMMARY.formatted(conditions.sql()))) {
            int bound = conditions.bind(query, 0);
            query.setString(++bound, AdviceRules.INTERVAL_SETTING);
            query.setString(++bound, AdviceRules.INTERVAL_SETTING);
            query.setObject(++bound, device.value());
            SightSql.bind(query, bound + 1, sight);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Summary(
                                row.getObject("claim_id", UUID.class),
                                row.getLong("lines"),
                                AdviceRules.interval(Optional.ofNullable(row.getString("interval_seconds")))))
                        : Optional.empty();
            }
        }
    }

    private static List<HistoryLine> lines(
            Connection connection, DeviceUuid device, UUID claim, Conditions conditions, PageRequest page)
            throws SQLException {
        String direction = page.descending() ? "DESC" : "ASC";
        String sql = LINES + conditions.sql() + " ORDER BY h.at " + direction + ", h.id " + direction + " LIMIT ?";
        List<HistoryLine> lines = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, device.value());
            query.setObject(2, claim);
            int bound = conditions.bind(query, 2);
            query.setInt(bound + 1, page.limit() + 1);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    lines.add(new HistoryLine(
                            row.getObject("id", UUID.class),
                            SqlValues.instant(row, "at").orElseThrow(),
                            HistoryEntry.Kind.valueOf(row.getString("kind")),
                            Optional.ofNullable(row.getObject("command_id", UUID.class))
                                    .map(CommandId::new),
                            row.getString("text"),
                            Optional.ofNullable(row.getString("details"))));
                }
            }
        }
        return lines;
    }

    @Override
    public void append(Tx tx, List<MemberLine> lines) {
        if (!lines.isEmpty()) {
            PgTx.of(tx).run(connection -> insert(connection, lines));
        }
    }

    private int insert(Connection connection, List<MemberLine> lines) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
            insert.setString(1, MEMBER);
            insert.setArray(2, SqlValues.array(connection, "uuid", lines, _ -> ids.newUuid()));
            insert.setArray(
                    3,
                    SqlValues.array(
                            connection, "uuid", lines, line -> line.device().value()));
            insert.setArray(
                    4,
                    SqlValues.array(
                            connection, "uuid", lines, line -> line.member().value()));
            insert.setArray(
                    5, SqlValues.array(connection, "timestamptz", lines, line -> SqlValues.timestamp(line.at())));
            insert.setArray(
                    6,
                    SqlValues.array(
                            connection,
                            "text",
                            lines,
                            line -> line.entry().kind().name()));
            insert.setArray(
                    7,
                    SqlValues.array(
                            connection,
                            "uuid",
                            lines,
                            line -> line.entry().command().map(CommandId::value).orElse(null)));
            insert.setArray(
                    8,
                    SqlValues.array(
                            connection, "text", lines, line -> line.entry().text()));
            insert.setArray(9, SqlValues.array(connection, "text", lines, line -> HistoryRows.details(line.entry())));
            return insert.executeUpdate();
        }
    }

    /** The filters of a page, with their values. */
    private record Conditions(String sql, List<Object> values) {
        static Conditions of(HistoryFilter filter) {
            StringBuilder sql = new StringBuilder();
            List<Object> values = new ArrayList<>();
            filter.kind().ifPresent(kind -> {
                sql.append(" AND h.kind = ?");
                values.add(kind.name());
            });
            filter.since().ifPresent(since -> {
                sql.append(" AND h.at >= ?");
                values.add(SqlValues.timestamp(since));
            });
            filter.until().ifPresent(until -> {
                sql.append(" AND h.at < ?");
                values.add(SqlValues.timestamp(until));
            });
            return new Conditions(sql.toString(), values);
        }

        Conditions behind(Optional<HistoryCursor> cursor, PageRequest page) {
            if (cursor.isEmpty()) {
                return this;
            }
            List<Object> all = new ArrayList<>(values);
            all.add(SqlValues.timestamp(cursor.get().at()));
            all.add(cursor.get().id());
            return new Conditions(sql + " AND (h.at, h.id) " + (page.descending() ? "<" : ">") + " (?, ?)", all);
        }

        int bind(PreparedStatement query, int bound) throws SQLException {
            int last = bound;
            for (Object value : values) {
                query.setObject(++last, value);
            }
            return last;
        }
    }
}
