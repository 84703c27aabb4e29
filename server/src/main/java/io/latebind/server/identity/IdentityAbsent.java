package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;

/** The refusal for a device that the identity registry does not know. */
final class IdentityAbsent {
    private IdentityAbsent() {}

    static Refusal refusal(DeviceUuid device) {
        return Refusal.of(RefusalCode.NOT_FOUND, "the identity registry has no entry for device " + device);
    }
}
