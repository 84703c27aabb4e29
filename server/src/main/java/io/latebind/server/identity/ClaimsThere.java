package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Tx;
import java.util.Collection;
import java.util.Set;

/** Which devices are claimed, by whichever team; claims are kept by a feature further left, which implements this. */
public interface ClaimsThere {
    Set<DeviceUuid> among(Tx tx, Collection<DeviceUuid> devices);
}
