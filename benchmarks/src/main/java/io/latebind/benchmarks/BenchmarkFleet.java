package io.latebind.benchmarks;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.postgres.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Claimed devices with three pending commands each, made by a few statements. Device {@code i} and its commands have ids that SQL can
 * compute, so that pgbench reaches the same rows.
 */
final class BenchmarkFleet {
    static final int COMMANDS = 3;
    private static final long VARIANT_BITS = 0x8000_0000_0000_0000L;
    private static final long VERSION_BITS = 0x4000L;

    private BenchmarkFleet() {}

    static DeviceUuid device(int number) {
        return new DeviceUuid(new UUID(VERSION_BITS, VARIANT_BITS | number));
    }

    /** The SQL expression for the UUID of the device whose number {@code expression} gives. */
    static String deviceSql(String expression) {
        return uuidSql("00000000-0000-4000-8000-", expression);
    }

    /** @param place 1..3 */
    static String commandSql(int place, String expression) {
        return uuidSql("1000000" + place + "-0000-4000-8000-", expression);
    }

    private static String uuidSql(String prefix, String expression) {
        return "('" + prefix + "' || lpad(to_hex(" + expression + "), 12, '0'))::uuid";
    }

    /** @param identityKey the key that every one of them has proven */
    static void insert(Database database, int count, byte[] identityKey) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            run(connection, "INSERT INTO team VALUES (gen_random_uuid(), 'benchmark', false, now())");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO device SELECT " + deviceSql("i")
                    + ", 0, ?, 1, now() FROM generate_series(0, " + (count - 1) + ") i")) {
                insert.setBytes(1, identityKey);
                insert.executeUpdate();
            }
            run(
                    connection,
                    "INSERT INTO claimed_device (device_uuid, claim_id, team_id, claimed_by, claimer_role, claimed_at,"
                            + " device_type, firmware_id, candidate_keys, candidate_variants, tags, queue_status, attempts,"
                            + " run_going_on) SELECT uuid, gen_random_uuid(), (SELECT id FROM team), gen_random_uuid(), 'OWNER',"
                            + " now(), 6, gen_random_uuid(), '{}', '{}', '{}', 'READY', 0, true FROM device");
            insertCommands(
                    connection,
                    count,
                    1,
                    "CLIENT_PRIVATE_KEY_GENERATION",
                    "{\"clientPrivateKeyGeneration\":{\"secTag\":7}}");
            insertCommands(connection, count, 2, "CONFIG", "{\"config\":{\"a\":\"b\"}}");
            insertCommands(connection, count, 3, "FINISHED", "{\"finished\":{}}");
            run(connection, "ANALYZE");
        }
    }

    private static void insertCommands(Connection connection, int count, int place, String type, String request)
            throws SQLException {
        run(
                connection,
                "INSERT INTO provisioning_command SELECT " + commandSql(place, "i") + ", " + deviceSql("i") + ", "
                        + place
                        + ", '" + type + "', '" + request
                        + "', NULL, false, NULL, 'PENDING', NULL, 0, 0, 1, 0, false, false,"
                        + " '{}', 'benchmark', now(), now() FROM generate_series(0, " + (count - 1) + ") i");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
