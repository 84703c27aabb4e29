package io.latebind.server.provisioning.rule.store;

import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.CommandJson;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.rule.ProvisioningRule;
import io.latebind.server.provisioning.rule.RuleCursor;
import io.latebind.server.provisioning.rule.RuleFilter;
import io.latebind.server.provisioning.rule.RuleStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules in PostgreSQL. */
public final class PgRuleStore implements RuleStore {
    private static final String LOCK = "SELECT 1 FROM team WHERE id = ? FOR NO KEY UPDATE";

    private static final String RULES = "SELECT " + RuleRows.COLUMNS + " FROM provisioning_rule r WHERE r.team_id = ?";

    private static final String COUNT = "SELECT count(*) FROM provisioning_rule r WHERE r.team_id = ?";

    private static final String ADD = """
            INSERT INTO provisioning_rule (id, team_id, name, description, active, version, applied_version, tags, trust,
                command_count, has_secrets, created_by, created_at, updated_at, authorities)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String CHANGE = """
            UPDATE provisioning_rule
            SET name = ?, description = ?, active = ?, version = ?, applied_version = ?, tags = ?, trust = ?, command_count = ?,
                has_secrets = ?, updated_at = ?, authorities = ?
            WHERE id = ?
            """;

    private static final String KNOW_TAGS = """
            INSERT INTO provisioning_tag (team_id, tag, created_at)
            SELECT ?, t.tag, ?::timestamptz FROM unnest(?::text[]) AS t(tag) ON CONFLICT DO NOTHING
            """;

    private final RuleRows rows;

    public PgRuleStore(RuleRows rows) {
        this.rows = rows;
    }

    @Override
    public void lock(Tx tx, TeamId team) {
        Sql.query(tx, LOCK, row -> row.getInt(1), team.value());
    }

    @Override
    public Optional<ProvisioningRule> find(Tx tx, TeamId team, RuleId rule) {
        return withCommands(
                        tx,
                        Sql.query(
                                tx,
                                RULES + " AND r.id = ?",
                                row -> RuleRows.read(row, Map.of()),
                                team.value(),
                                rule.value()))
                .stream()
                .findFirst();
    }

    private record Listed(RuleCursor place, ProvisioningRule rule) {}

    @Override
    public Page<ProvisioningRule> list(
            Tx tx, TeamId team, RuleFilter filter, Optional<RuleCursor> behind, PageRequest page) {
        StringBuilder conditions = new StringBuilder();
        List<Object> values = new ArrayList<>(List.of(team.value()));
        filter.name().ifPresent(name -> {
            conditions.append(" AND r.name = ?");
            values.add(name);
        });
        filter.tag().ifPresent(tag -> {
            conditions.append(" AND r.tags @> ARRAY[?]::text[]");
            values.add(tag);
        });
        filter.active().ifPresent(active -> {
            conditions.append(" AND r.active = ?");
            values.add(active);
        });
        long total = Sql.query(tx, COUNT + conditions, row -> row.getLong(1), values.toArray())
                .getFirst();
        behind.ifPresent(cursor -> {
            conditions
                    .append(" AND r.sequence ")
                    .append(page.descending() ? "<" : ">")
                    .append(" ?");
            values.add(cursor.sequence());
        });
        values.add(page.limit() + 1);
        String order = " ORDER BY r.sequence " + (page.descending() ? "DESC" : "ASC") + " LIMIT ?";
        List<Listed> found = Sql.query(
                tx,
                RULES + conditions + order,
                row -> new Listed(new RuleCursor(row.getLong("sequence")), RuleRows.read(row, Map.of())),
                values.toArray());
        List<Listed> items = found.subList(0, Math.min(found.size(), page.limit()));
        return new Page<>(
                withCommands(tx, items.stream().map(Listed::rule).toList()),
                total,
                found.size() > items.size()
                        ? Optional.of(items.getLast().place().token())
                        : Optional.empty());
    }

    private List<ProvisioningRule> withCommands(Tx tx, List<ProvisioningRule> bare) {
        Map<RuleId, List<NewCommand>> commands = PgTx.of(tx)
                .run(connection -> rows.commands(
                        connection, bare.stream().map(ProvisioningRule::id).toList()));
        return bare.stream()
                .map(rule -> RuleRows.with(rule, commands.getOrDefault(rule.id(), List.of())))
                .toList();
    }

    @Override
    public long count(Tx tx, TeamId team) {
        return Sql.query(tx, COUNT, row -> row.getLong(1), team.value()).getFirst();
    }

    @Override
    public boolean nameTaken(Tx tx, TeamId team, String name, RuleId but) {
        return Sql.query(
                                tx,
                                COUNT + " AND r.name = ? AND r.id <> ?",
                                row -> row.getLong(1),
                                team.value(),
                                name,
                                but.value())
                        .getFirst()
                > 0;
    }

    @Override
    public void add(Tx tx, TeamId team, ProvisioningRule rule) {
        PgTx.of(tx).run(connection -> {
            knowTags(connection, team, rule);
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                insert.setObject(1, rule.id().value());
                insert.setObject(2, team.value());
                insert.setString(3, rule.name());
                insert.setString(4, rule.description().orElse(null));
                insert.setBoolean(5, rule.active());
                insert.setInt(6, rule.version());
                insert.setInt(7, rule.appliedVersion());
                insert.setArray(8, connection.createArrayOf("text", rule.tags().toArray()));
                insert.setString(9, rule.trust().name());
                insert.setInt(10, rule.commands().size());
                insert.setBoolean(11, hasSecrets(rule));
                insert.setObject(12, rule.createdBy().value());
                insert.setObject(13, SqlValues.timestamp(rule.createdAt()));
                insert.setObject(14, SqlValues.timestamp(rule.updatedAt()));
                insert.setArray(
                        15, connection.createArrayOf("text", rule.authorities().toArray()));
                insert.executeUpdate();
            }
            rows.addCommands(connection, rule);
            return rule;
        });
    }

    @Override
    public void change(Tx tx, TeamId team, ProvisioningRule before, ProvisioningRule after) {
        PgTx.of(tx).run(connection -> {
            knowTags(connection, team, after);
            try (PreparedStatement update = connection.prepareStatement(CHANGE)) {
                update.setString(1, after.name());
                update.setString(2, after.description().orElse(null));
                update.setBoolean(3, after.active());
                update.setInt(4, after.version());
                update.setInt(5, after.appliedVersion());
                update.setArray(6, connection.createArrayOf("text", after.tags().toArray()));
                update.setString(7, after.trust().name());
                update.setInt(8, after.commands().size());
                update.setBoolean(9, hasSecrets(after));
                update.setObject(10, SqlValues.timestamp(after.updatedAt()));
                update.setArray(
                        11, connection.createArrayOf("text", after.authorities().toArray()));
                update.setObject(12, after.id().value());
                update.executeUpdate();
            }
            if (after.version() != before.version()) {
                execute(connection, "DELETE FROM provisioning_rule_command WHERE rule_id = ?", after.id());
                rows.addCommands(connection, after);
            }
            return after;
        });
    }

    @Override
    public void delete(Tx tx, RuleId rule) {
        PgTx.of(tx).run(connection -> execute(connection, "DELETE FROM provisioning_rule WHERE id = ?", rule));
    }

    private static int execute(Connection connection, String sql, RuleId rule) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, rule.value());
            return statement.executeUpdate();
        }
    }

    private static void knowTags(Connection connection, TeamId team, ProvisioningRule rule) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(KNOW_TAGS)) {
            insert.setObject(1, team.value());
            insert.setObject(2, SqlValues.timestamp(rule.updatedAt()));
            insert.setArray(3, connection.createArrayOf("text", rule.tags().toArray()));
            insert.executeUpdate();
        }
    }

    private static boolean hasSecrets(ProvisioningRule rule) {
        return rule.commands().stream()
                .anyMatch(command -> CommandJson.secret(command.request()).isPresent());
    }
}
