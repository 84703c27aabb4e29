package io.latebind.server.provisioning.rule.store;

import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SightSql;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.ClaimVersion;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.rule.BoundRule;
import io.latebind.server.provisioning.rule.DeviceRuleStore;
import io.latebind.server.provisioning.rule.ProvisioningRule;
import io.latebind.server.provisioning.rule.Reach;
import io.latebind.server.provisioning.rule.RuleMark;
import io.latebind.server.provisioning.store.RuleSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How rules and devices stand to one another, in PostgreSQL. */
public final class PgDeviceRuleStore implements DeviceRuleStore {
    private static final String BOUND = "SELECT " + RuleRows.COLUMNS
            + ", coalesce(g.version, 0) AS received, coalesce(g.waiting, false) AS waiting, "
            + RuleSql.TRUSTED + " AS trusted" + """

            FROM claimed_device c
            JOIN provisioning_rule r ON r.team_id = c.team_id AND r.tags && c.tags
            LEFT JOIN device_rule g ON g.claim_id = c.claim_id AND g.rule_id = r.id
            WHERE c.claim_id = ?
            """;

    private static final String ORDER = " ORDER BY r.sequence";

    /** The lock is the one that the foreign key of the mark takes: whoever deletes the rule waits, whoever edits it does not. */
    private static final String DUE =
            BOUND + " AND " + RuleSql.DUE + " AND " + RuleSql.TRUSTED + ORDER + " FOR KEY SHARE OF r";

    private static final String MARK = """
            INSERT INTO device_rule (claim_id, rule_id, version, waiting, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (claim_id, rule_id)
            DO UPDATE SET version = EXCLUDED.version, waiting = EXCLUDED.waiting, at = EXCLUDED.at
            """;

    private static final String REACH = """
            SELECT count(*) AS tagged,
                   count(*) FILTER (WHERE received > 0) AS received,
                   count(*) FILTER (WHERE received > 0 AND received < version) AS outdated,
                   count(*) FILTER (WHERE due AND NOT trusted) AS not_trusted,
                   count(*) FILTER (WHERE due AND trusted AND suspended) AS suspended,
                   count(*) FILTER (WHERE due AND trusted AND NOT suspended AND waiting) AS waiting,
                   count(*) FILTER (WHERE due AND trusted AND NOT suspended AND NOT waiting) AS will_receive
            FROM (
                SELECT r.version, coalesce(g.version, 0) AS received, coalesce(g.waiting, false) AS waiting,
                       coalesce(g.version, 0) < r.applied_version AS due, c.status IN ('ERROR', 'BLOCKED') AS suspended,
                       %s AS trusted
                FROM claimed_device c
                CROSS JOIN (SELECT ?::uuid AS id, ?::int AS version, ?::int AS applied_version, ?::text AS trust,
                                   ?::text[] AS authorities) r
                LEFT JOIN device_rule g ON g.claim_id = c.claim_id AND g.rule_id = r.id
                WHERE c.tags && ?::text[] AND %s
            ) d
            """.formatted(RuleSql.TRUSTED, SightSql.CONDITION);

    private static final String RECEIVERS = "SELECT count(*) FROM device_rule WHERE rule_id = ? AND version > 0";

    private static final String WITH_OPEN_COMMANDS = """
            SELECT count(DISTINCT device_uuid) FROM provisioning_command
            WHERE rule_id = ? AND status IN ('PENDING', 'IN_PROGRESS')
            """;

    private final RuleRows rows;

    public PgDeviceRuleStore(RuleRows rows) {
        this.rows = rows;
    }

    @Override
    public List<BoundRule> due(Tx tx, ClaimVersion at) {
        return PgTx.of(tx).run(connection -> bound(connection, DUE, at));
    }

    @Override
    public List<BoundRule> bound(Tx tx, ClaimVersion at) {
        return PgTx.of(tx).run(connection -> bound(connection, BOUND + ORDER, at));
    }

    private List<BoundRule> bound(Connection connection, String sql, ClaimVersion at) throws SQLException {
        List<BoundRule> bare = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setObject(1, at.claim().value());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    bare.add(new BoundRule(
                            RuleRows.read(row, Map.of()),
                            row.getInt("received"),
                            row.getBoolean("waiting"),
                            row.getBoolean("trusted")));
                }
            }
        }
        Map<RuleId, List<NewCommand>> commands = rows.commands(
                connection,
                bare.stream()
                        .filter(BoundRule::due)
                        .map(each -> each.rule().id())
                        .toList());
        return bare.stream()
                .map(each -> new BoundRule(
                        RuleRows.with(
                                each.rule(), commands.getOrDefault(each.rule().id(), List.of())),
                        each.received(),
                        each.waiting(),
                        each.trusted()))
                .toList();
    }

    @Override
    public void mark(Tx tx, ClaimVersion at, List<RuleMark> marks, Instant now) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(MARK)) {
                for (RuleMark mark : marks) {
                    upsert.setObject(1, at.claim().value());
                    upsert.setObject(2, mark.rule().value());
                    upsert.setInt(3, mark.version());
                    upsert.setBoolean(4, mark.waiting());
                    upsert.setObject(5, SqlValues.timestamp(now));
                    upsert.addBatch();
                }
                return upsert.executeBatch();
            }
        });
    }

    @Override
    public Reach.Devices reach(Tx tx, Sight sight, ProvisioningRule rule) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(REACH)) {
                query.setObject(1, rule.id().value());
                query.setInt(2, rule.version());
                query.setInt(3, rule.appliedVersion());
                query.setString(4, rule.trust().name());
                query.setArray(
                        5, connection.createArrayOf("text", rule.authorities().toArray()));
                query.setArray(6, connection.createArrayOf("text", rule.tags().toArray()));
                SightSql.bind(query, 7, sight);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return new Reach.Devices(
                            row.getLong("tagged"),
                            row.getLong("received"),
                            row.getLong("outdated"),
                            row.getLong("will_receive"),
                            row.getLong("waiting"),
                            row.getLong("not_trusted"),
                            row.getLong("suspended"));
                }
            }
        });
    }

    @Override
    public long receivers(Tx tx, RuleId rule) {
        return count(tx, RECEIVERS, rule);
    }

    @Override
    public long withOpenCommands(Tx tx, RuleId rule) {
        return count(tx, WITH_OPEN_COMMANDS, rule);
    }

    private static long count(Tx tx, String sql, RuleId rule) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setObject(1, rule.value());
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }
}
