package io.latebind.server.event;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Map;

/** Who may be told about a device; the feature that holds the devices knows it. */
public interface DeviceAudience {
    /**
     * @param tags of the device
     * @param adminsOnly an admin or owner claimed it (specification 7.1)
     */
    record Audience(List<String> tags, boolean adminsOnly) {
        public Audience {
            tags = List.copyOf(tags);
        }
    }

    /** One statement. A device that the team has not claimed, or no longer, is not in the answer. */
    Map<DeviceUuid, Audience> of(Tx tx, TeamId team, List<DeviceUuid> devices);
}
