package io.latebind.server.audit.store;

import io.latebind.server.audit.AuditFilter;
import io.latebind.server.audit.AuditLine;
import io.latebind.server.audit.AuditReader;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads the trail by its sequence: a page costs the same wherever it is, and however long the trail. */
public final class PgAuditReader implements AuditReader {
    /** The chain knows how long it is. */
    private static final String LENGTH = "SELECT coalesce(max(sequence), 0) FROM audit_chain WHERE team_id = ?";

    private record Query(String conditions, List<Object> values) {
        static Query of(TeamId team, AuditFilter filter) {
            StringBuilder conditions = new StringBuilder(" FROM audit_event WHERE team_id = ?");
            List<Object> values = new ArrayList<>(List.of(team.value()));
            filter.action().ifPresent(action -> {
                conditions.append(" AND action = ?");
                values.add(action.shown());
            });
            filter.member().ifPresent(member -> {
                conditions.append(" AND member_id = ?");
                values.add(member.value());
            });
            filter.device().ifPresent(device -> {
                conditions.append(" AND device_uuid = ?");
                values.add(device.value());
            });
            filter.subject().ifPresent(subject -> {
                conditions.append(" AND subject = ?");
                values.add(subject);
            });
            filter.since().ifPresent(since -> {
                conditions.append(" AND at >= ?");
                values.add(SqlValues.timestamp(since));
            });
            filter.until().ifPresent(until -> {
                conditions.append(" AND at < ?");
                values.add(SqlValues.timestamp(until));
            });
            return new Query(conditions.toString(), values);
        }
    }

    @Override
    public List<AuditLine> read(
            Tx tx, TeamId team, AuditFilter filter, Optional<Long> behind, boolean descending, int limit) {
        Query query = Query.of(team, filter);
        List<Object> values = new ArrayList<>(query.values());
        behind.ifPresent(values::add);
        values.add(limit);
        String sql = "SELECT sequence, event, previous_hash, hash" + query.conditions()
                + (behind.isPresent() ? " AND sequence " + (descending ? "<" : ">") + " ?" : "")
                + " ORDER BY sequence " + (descending ? "DESC" : "ASC") + " LIMIT ?";
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    statement.setObject(i + 1, values.get(i));
                }
                List<AuditLine> lines = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        lines.add(new AuditLine(
                                row.getLong("sequence"),
                                row.getString("event"),
                                HexFormat.of().formatHex(row.getBytes("previous_hash")),
                                HexFormat.of().formatHex(row.getBytes("hash"))));
                    }
                }
                return lines;
            }
        });
    }

    @Override
    public long count(Tx tx, TeamId team, AuditFilter filter) {
        Query query = Query.of(team, filter);
        String sql = filter.isOpen()
                ? LENGTH
                : "SELECT count(*) FROM (SELECT 1" + query.conditions() + " LIMIT " + MOST_COUNTED + ") counted";
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < query.values().size(); i++) {
                    statement.setObject(i + 1, query.values().get(i));
                }
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }
}
