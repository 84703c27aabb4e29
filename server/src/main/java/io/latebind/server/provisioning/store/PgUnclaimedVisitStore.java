package io.latebind.server.provisioning.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.UnclaimedVisit;
import io.latebind.server.provisioning.UnclaimedVisits;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Visits before a claim in PostgreSQL. */
public final class PgUnclaimedVisitStore implements UnclaimedVisits {
    private static final String CAME = """
            INSERT INTO unclaimed_visit AS known (device_uuid, visits, first_at, last_at, last_address, problem)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (device_uuid) DO UPDATE
            SET visits = known.visits + excluded.visits, last_at = excluded.last_at, last_address = excluded.last_address,
                problem = excluded.problem
            """;

    private static final String TAKE = """
            DELETE FROM unclaimed_visit WHERE device_uuid = ANY (?::uuid[])
            RETURNING device_uuid, visits, first_at, last_at, last_address, problem
            """;

    private static final String FORGET = """
            DELETE FROM unclaimed_visit
            WHERE last_at < ? OR last_at < (SELECT last_at FROM unclaimed_visit ORDER BY last_at DESC OFFSET ? LIMIT 1)
            """;

    @Override
    public void came(Tx tx, DeviceUuid device, UnclaimedVisit visit) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(CAME)) {
                insert.setObject(1, device.value());
                insert.setLong(2, visit.visits());
                insert.setObject(3, SqlValues.timestamp(visit.firstAt()));
                insert.setObject(4, SqlValues.timestamp(visit.lastAt()));
                insert.setString(5, visit.address());
                insert.setString(6, visit.problem().orElse(null));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public Map<DeviceUuid, UnclaimedVisit> take(Tx tx, List<DeviceUuid> devices) {
        if (devices.isEmpty()) {
            return Map.of();
        }
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(TAKE)) {
                delete.setArray(1, SqlValues.array(connection, "uuid", devices, DeviceUuid::value));
                try (ResultSet row = delete.executeQuery()) {
                    Map<DeviceUuid, UnclaimedVisit> taken = new HashMap<>();
                    while (row.next()) {
                        taken.put(
                                new DeviceUuid(row.getObject("device_uuid", UUID.class)),
                                new UnclaimedVisit(
                                        row.getLong("visits"),
                                        SqlValues.instant(row, "first_at").orElseThrow(),
                                        SqlValues.instant(row, "last_at").orElseThrow(),
                                        row.getString("last_address"),
                                        Optional.ofNullable(row.getString("problem"))));
                    }
                    return taken;
                }
            }
        });
    }

    @Override
    public int forget(Tx tx, Instant before, int most) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
                delete.setObject(1, SqlValues.timestamp(before));
                delete.setInt(2, most - 1);
                return delete.executeUpdate();
            }
        });
    }
}
