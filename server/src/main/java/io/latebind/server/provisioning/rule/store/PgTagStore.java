package io.latebind.server.provisioning.rule.store;

import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SightSql;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.rule.Tag;
import io.latebind.server.provisioning.rule.TagStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tags in PostgreSQL. */
public final class PgTagStore implements TagStore {
    private static final String TAGS = """
            SELECT t.tag, t.description, t.created_at,
                   (SELECT count(*) FROM claimed_device c WHERE c.tags @> ARRAY[t.tag] AND %s) AS devices,
                   ARRAY(SELECT r.name FROM provisioning_rule r
                         WHERE r.team_id = t.team_id AND r.tags @> ARRAY[t.tag] ORDER BY r.sequence) AS rules
            FROM provisioning_tag t
            WHERE t.team_id = ?
            """.formatted(SightSql.CONDITION);

    private static final String COUNT = "SELECT count(*) FROM provisioning_tag WHERE team_id = ?";

    private static final String ADD = """
            INSERT INTO provisioning_tag (team_id, tag, description, created_at) VALUES (?, ?, ?, ?::timestamptz)
            ON CONFLICT DO NOTHING
            """;

    private static final String DESCRIBE = "UPDATE provisioning_tag SET description = ? WHERE team_id = ? AND tag = ?";

    private static final String DELETE = "DELETE FROM provisioning_tag WHERE team_id = ? AND tag = ?";

    private static final String TAKE_FROM_DEVICES = """
            UPDATE claimed_device SET tags = array_remove(tags, ?), version = version + 1
            WHERE team_id = ? AND tags @> ARRAY[?]::text[]
            """;

    private static final String TAKE_FROM_RULES = """
            UPDATE provisioning_rule SET tags = array_remove(tags, ?), updated_at = ?::timestamptz
            WHERE team_id = ? AND tags @> ARRAY[?]::text[]
            """;

    @Override
    public Page<Tag> list(Tx tx, Sight sight, Optional<String> behind, PageRequest page) {
        return PgTx.of(tx).run(connection -> {
            String condition =
                    behind.isEmpty() ? "" : " AND t.tag COLLATE \"C\" " + (page.descending() ? "<" : ">") + " ?";
            String order = " ORDER BY t.tag COLLATE \"C\" " + (page.descending() ? "DESC" : "ASC") + " LIMIT ?";
            List<Tag> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(TAGS + condition + order)) {
                int next = bindTeam(query, sight);
                if (behind.isPresent()) {
                    query.setString(next++, behind.get());
                }
                query.setInt(next, page.limit() + 1);
                read(query, found);
            }
            List<Tag> items = found.subList(0, Math.min(found.size(), page.limit()));
            return new Page<>(
                    items,
                    count(connection, sight.team()),
                    found.size() > items.size() ? Optional.of(items.getLast().name()) : Optional.empty());
        });
    }

    @Override
    public Optional<Tag> find(Tx tx, Sight sight, String tag) {
        return PgTx.of(tx).run(connection -> {
            List<Tag> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(TAGS + " AND t.tag = ?")) {
                query.setString(bindTeam(query, sight), tag);
                read(query, found);
            }
            return found.stream().findFirst();
        });
    }

    private static int bindTeam(PreparedStatement query, Sight sight) throws SQLException {
        int next = SightSql.bind(query, 1, sight);
        query.setObject(next, sight.team().value());
        return next + 1;
    }

    private static void read(PreparedStatement query, List<Tag> into) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                into.add(new Tag(
                        row.getString("tag"),
                        Optional.ofNullable(row.getString("description")),
                        row.getLong("devices"),
                        List.of((String[]) row.getArray("rules").getArray()),
                        SqlValues.instant(row, "created_at").orElseThrow()));
            }
        }
    }

    private static long count(Connection connection, TeamId team) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COUNT)) {
            query.setObject(1, team.value());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public boolean add(Tx tx, TeamId team, String tag, Optional<String> description, Instant now) {
        return update(tx, ADD, team.value(), tag, description.orElse(null), SqlValues.timestamp(now)) == 1;
    }

    @Override
    public void describe(Tx tx, TeamId team, String tag, String description) {
        update(tx, DESCRIBE, description, team.value(), tag);
    }

    /** The tag's row goes first: whoever tags a device with it in this moment has ended then, and its devices are seen. */
    @Override
    public void delete(Tx tx, TeamId team, String tag, Instant now) {
        update(tx, DELETE, team.value(), tag);
        update(tx, TAKE_FROM_DEVICES, tag, team.value(), tag);
        update(tx, TAKE_FROM_RULES, tag, SqlValues.timestamp(now), team.value(), tag);
    }

    private static int update(Tx tx, String sql, @Nullable Object... values) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        });
    }
}
