package io.latebind.server.device.store;

import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * Adds the changes of the totals to the totals (decision 0130). A list shows the same before and after, it only reads fewer rows; so
 * how often this runs bounds what a list costs while many devices visit, and nothing else.
 */
public final class DeviceCounts {
    /** Held until the transaction ends, by one at a time: two would add to the same rows in different orders. */
    private static final String ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('device_count'))";

    private static final String ADD_UP = """
            WITH gone AS (
                DELETE FROM device_count_change RETURNING *
            ), change AS (
                SELECT team_id, tag, editors_see, device_type, status, sum(devices) AS devices
                FROM gone CROSS JOIN LATERAL (SELECT DISTINCT tag FROM unnest(array_append(tags, '')) tag) t
                GROUP BY 1, 2, 3, 4, 5
                HAVING sum(devices) <> 0
            )
            MERGE INTO device_count c USING change
            ON c.team_id = change.team_id AND c.tag = change.tag AND c.editors_see = change.editors_see
               AND c.device_type = change.device_type AND c.status = change.status
            WHEN MATCHED AND c.devices + change.devices = 0 THEN DELETE
            WHEN MATCHED THEN UPDATE SET devices = c.devices + change.devices
            WHEN NOT MATCHED THEN INSERT (team_id, tag, editors_see, device_type, status, devices)
                VALUES (change.team_id, change.tag, change.editors_see, change.device_type, change.status, change.devices)
            """;

    /** Autovacuum comes once a minute, and until then a list would read what is gone. */
    private static final String TIDY = "VACUUM (SKIP_LOCKED, TRUNCATE FALSE) device_count_change";

    private final Transactor transactor;

    public DeviceCounts(Transactor transactor) {
        this.transactor = transactor;
    }

    /** Leaves it to the next time when another instance of the service is at it. */
    public void addUp() {
        int changed = transactor.inTransaction(tx -> isAlone(tx) ? addUp(tx) : 0);
        if (changed > 0) {
            transactor.perStatement(DeviceCounts::tidy);
        }
    }

    private static boolean isAlone(Tx tx) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement lock = connection.prepareStatement(ALONE);
                    ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    /** @return rows of {@code device_count} that were changed */
    private static int addUp(Tx tx) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement merge = connection.prepareStatement(ADD_UP)) {
                return merge.executeUpdate();
            }
        });
    }

    private static boolean tidy(Tx tx) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement vacuum = connection.prepareStatement(TIDY)) {
                return vacuum.execute();
            }
        });
    }
}
