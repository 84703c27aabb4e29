package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;

/** The refusal for a device that the caller's team has not claimed, or cannot see. */
public final class DeviceAbsent {
    private DeviceAbsent() {}

    public static Refusal refusal(DeviceUuid device) {
        return Refusal.of(RefusalCode.NOT_FOUND, "your team has not claimed a device " + device);
    }

    /** The refusal for a path that names no device at all. */
    public static Refusal noUuid(String text) {
        return Refusal.of(
                RefusalCode.NOT_FOUND,
                "\"" + text + "\" is not a device UUID, which looks like 50503630-3637-422a-8034-1d0b0a0b0c0d");
    }
}
