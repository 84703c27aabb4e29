package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import java.util.List;

/** Hears of keys that a device has just reported and that are to be certified: its report is stored, and not answered yet. */
@FunctionalInterface
public interface ReportedKeys {
    /** Outside of any transaction. Never throws: the device is answered, whatever comes of it. */
    void reported(DeviceUuid device, List<CommandId> keys);
}
