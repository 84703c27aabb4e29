package io.latebind.benchmarks;

import io.latebind.server.device.store.DeviceCounts;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.postgres.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A team whose devices look like those of a real one: sites and stages as tags, most of them provisioned, everything claimed by an owner
 * but the newest 500, the rarest things at the end of the list. Some, spread over all of them, have three pending commands; the others have three that were executed.
 */
final class ScaleFleet {
    /** Newest devices with the tag {@code rare}, in ERROR, of type 4. */
    static final int RARE = 30;

    private ScaleFleet() {}

    /** @param every each {@code every}-th device awaits a visit */
    static TeamId insert(Database database, int count, int every, byte[] identityKey) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            run(connection, "INSERT INTO team VALUES (gen_random_uuid(), 'benchmark', false, now())");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO device SELECT "
                    + BenchmarkFleet.deviceSql("i") + ", 0, ?, 1, now() FROM generate_series(0, " + (count - 1)
                    + ") i")) {
                insert.setBytes(1, identityKey);
                insert.executeUpdate();
            }
            run(connection, devices(count, every));
            commands(connection, count, every, 1, "CLIENT_PRIVATE_KEY_GENERATION", "clientPrivateKeyGeneration");
            commands(connection, count, every, 2, "CONFIG", "config");
            commands(connection, count, every, 3, "FINISHED", "finished");
            new DeviceCounts(database.transactor()).addUp();
            run(connection, "VACUUM ANALYZE");
            try (PreparedStatement query = connection.prepareStatement("SELECT id FROM team");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return new TeamId(row.getObject(1, UUID.class));
            }
        }
    }

    private static String devices(int count, int every) {
        String rare = "i >= " + (count - RARE);
        return "INSERT INTO claimed_device (device_uuid, claim_id, team_id, claimed_by, claimer_role, claimed_at, device_type,"
                + " firmware_id, candidate_keys, candidate_variants, tags, queue_status, attempts, any_result, last_seen_at,"
                + " modem_firmware, client_version) SELECT " + BenchmarkFleet.deviceSql("i")
                + ", gen_random_uuid(), (SELECT id FROM team), gen_random_uuid(), CASE WHEN i >= " + (count - 500)
                + " THEN 'EDITOR' ELSE 'OWNER' END, timestamptz '2026-01-01' + i * interval '1 second', CASE WHEN "
                + rare
                + " THEN 4 ELSE 6 END, gen_random_uuid(), '{}', '{}', ARRAY['site-' || i % 200, CASE WHEN i % 20 = 0 THEN"
                + " 'pilot' ELSE 'production' END] || CASE WHEN " + rare
                + " THEN '{rare}'::text[] ELSE '{}' END, CASE WHEN "
                + rare + " THEN 'ERROR' WHEN i % " + every
                + " = 0 THEN 'READY' WHEN i % 10 = 1 THEN 'AWAITING' ELSE 'PROVISIONED' END, 0, true, now(),"
                + " 'mfw_nrf91x1_2.0.2', '1' FROM generate_series(0, " + (count - 1) + ") i";
    }

    private static void commands(Connection connection, int count, int every, int place, String type, String key)
            throws SQLException {
        String request = type.equals("CONFIG") ? "{\"config\":{\"a\":\"b\"}}" : "{\"" + key + "\":{\"secTag\":7}}";
        String parsed = type.equals("FINISHED") ? "{\"finished\":{}}" : request;
        String visited = "i % " + every + " = 0";
        run(
                connection,
                "INSERT INTO provisioning_command SELECT " + BenchmarkFleet.commandSql(place, "i") + ", "
                        + BenchmarkFleet.deviceSql("i") + ", " + place + ", '" + type + "', '" + parsed
                        + "', NULL, false, NULL, CASE WHEN " + visited
                        + " THEN 'PENDING' ELSE 'SUCCEEDED' END, CASE WHEN " + visited + " THEN NULL ELSE '{\"" + key
                        + "\":{}}'::json END, 0, 0, 1, 0, false, false, '{}', 'benchmark', now(), now()"
                        + " FROM generate_series(0, " + (count - 1) + ") i");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
