package io.latebind.server.device.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.identity.ClaimsThere;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Says for the identity registry which devices are claimed. */
public final class PgClaimsThere implements ClaimsThere {
    private static final String AMONG = "SELECT device_uuid FROM claimed_device WHERE device_uuid = ANY (?::uuid[])";

    @Override
    public Set<DeviceUuid> among(Tx tx, Collection<DeviceUuid> devices) {
        return PgTx.of(tx).run(connection -> {
            Set<DeviceUuid> claimed = new HashSet<>();
            try (PreparedStatement query = connection.prepareStatement(AMONG)) {
                query.setArray(
                        1,
                        connection.createArrayOf(
                                "uuid", devices.stream().map(DeviceUuid::value).toArray()));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        claimed.add(new DeviceUuid(row.getObject(1, UUID.class)));
                    }
                }
            }
            return claimed;
        });
    }
}
