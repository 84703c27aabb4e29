package io.latebind.server.whole;

import io.latebind.server.Await;
import io.latebind.server.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks into the database past the service. */
final class TableRows {
    private static final List<String> TABLES = List.of(
            "service_setting",
            "team",
            "member",
            "api_key",
            "device",
            "identity_registry",
            "claimed_device",
            "device_listing",
            "provisioning_command",
            "provisioning_tag",
            "provisioning_rule",
            "provisioning_rule_command",
            "device_rule",
            "device_history",
            "unclaimed_visit",
            "audit_event",
            "audit_chain",
            "job",
            "bulk_claim_part",
            "bulk_claim_refusal",
            "bulk_claim_rehearsed",
            "outbox_event",
            "webhook",
            "certificate_signer",
            "idempotency_key");

    private final TestDatabase database;

    TableRows(TestDatabase database) {
        this.database = database;
    }

    /** Number and digest of the rows of every table, with nothing going on in the background: equal when nothing at all has changed. */
    Map<String, String> everything() {
        Await.until(
                "background operations to end",
                () -> value("SELECT count(*) FROM job WHERE finished_at IS NULL")
                        .equals("0"));
        return digests(TABLES);
    }

    /** As {@link #everything}, but for what is told about visits that led to nothing. */
    Map<String, String> everythingButHistory() {
        return digests(TABLES.stream()
                .filter(table -> !table.equals("device_history") && !table.equals("unclaimed_visit"))
                .toList());
    }

    /** Sums of hashes: nothing has to be sorted, and many tests look at tables in which others have left thousands of rows. */
    private Map<String, String> digests(List<String> tables) {
        String sql = tables.stream()
                .map(table -> "SELECT '" + table
                        + "', count(*) || ' rows ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)"
                        + " FROM " + shown(table) + " t")
                .collect(Collectors.joining(" UNION ALL "));
        Map<String, String> digests = new TreeMap<>();
        for (List<String> row : query(sql)) {
            digests.put(row.get(0), row.get(1));
        }
        return digests;
    }

    /** When a key was used last is no change of anything. */
    private static String shown(String table) {
        return switch (table) {
            case "api_key" -> "(SELECT id, member_id, name, role, expires_at, revoked_at FROM api_key)";
            // how deliveries go is no change of it either
            case "webhook" -> "(SELECT id, team_id, url, types, tags, active, secret, old_secret FROM webhook)";
            default -> table;
        };
    }

    /** The rows of a query, every value as text, NULL as the text "NULL". */
    List<List<String>> query(String sql, Object... values) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        columns.add(String.valueOf(row.getString(i)));
                    }
                    rows.add(columns);
                }
            }
            return rows;
        } catch (SQLException fault) {
            throw new AssertionError("the test's own query failed: " + sql, fault);
        }
    }

    /** The one value that a query answers. */
    String value(String sql, Object... values) {
        return query(sql, values).getFirst().getFirst();
    }
}
