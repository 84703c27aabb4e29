package io.latebind.server.device;

import io.latebind.contract.token.DeviceTypes;
import io.latebind.server.kernel.Facts;

/** A claimed device as audit shows it. */
final class DeviceFacts {
    private DeviceFacts() {}

    static Facts of(ClaimedDevice device) {
        return Facts.of("deviceType", DeviceTypes.nameOf(device.deviceType()))
                .with("tags", device.tags())
                .with("status", device.status())
                .with("proven", device.proven())
                .with("registered", device.registered())
                .with("claimedBy", device.claimedBy())
                .with("claimerRole", device.claimerRole().shown())
                .with("claimedAt", device.claimedAt());
    }
}
