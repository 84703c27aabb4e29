package io.latebind.server.device.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.event.DeviceAudience;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who may be told about a claimed device (specification 7.1). */
public final class PgDeviceAudience implements DeviceAudience {
    private static final String AUDIENCE = """
            SELECT device_uuid, tags, claimer_role IN ('ADMIN', 'OWNER') AS admins_only
            FROM claimed_device WHERE device_uuid = ANY (?::uuid[]) AND team_id = ?
            """;

    @Override
    public Map<DeviceUuid, Audience> of(Tx tx, TeamId team, List<DeviceUuid> devices) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(AUDIENCE)) {
                query.setArray(1, SqlValues.array(connection, "uuid", devices, DeviceUuid::value));
                query.setObject(2, team.value());
                try (ResultSet row = query.executeQuery()) {
                    Map<DeviceUuid, Audience> audiences = new HashMap<>();
                    while (row.next()) {
                        audiences.put(
                                new DeviceUuid(row.getObject("device_uuid", UUID.class)),
                                new Audience(
                                        List.of((String[]) row.getArray("tags").getArray()),
                                        row.getBoolean("admins_only")));
                    }
                    return audiences;
                }
            }
        });
    }
}
