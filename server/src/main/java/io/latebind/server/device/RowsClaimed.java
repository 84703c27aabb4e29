package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of the rows of a file.
 *
 * @param claimed the rows by the devices that they claimed, or would have; in the order of the file
 * @param refused in the order of the file
 */
public record RowsClaimed(Map<DeviceUuid, Integer> claimed, List<RowRefusal> refused) {
    public RowsClaimed {
        claimed = Collections.unmodifiableMap(new LinkedHashMap<>(claimed));
        refused = List.copyOf(refused);
    }
}
