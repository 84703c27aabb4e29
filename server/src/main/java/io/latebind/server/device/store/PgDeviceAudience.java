package io.latebind.server.device.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.event.DeviceAudience;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;

/** Who may be told about a claimed device (specification 7.1). */
public final class PgDeviceAudience implements DeviceAudience {
    private static final String AUDIENCE = """
            SELECT tags, claimer_role IN ('ADMIN', 'OWNER') AS admins_only
            FROM claimed_device WHERE device_uuid = ? AND team_id = ?
            """;

    @Override
    public Optional<Audience> of(Tx tx, TeamId team, DeviceUuid device) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(AUDIENCE)) {
                query.setObject(1, device.value());
                query.setObject(2, team.value());
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Audience(
                                    List.of((String[]) row.getArray("tags").getArray()), row.getBoolean("admins_only")))
                            : Optional.empty();
                }
            }
        });
    }
}
