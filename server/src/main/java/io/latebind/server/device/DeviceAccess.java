package io.latebind.server.device;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;

/** Who may block, unblock and unclaim a device that they see (specification 7.1). Pure. */
final class DeviceAccess {
    private DeviceAccess() {}

    /** Refused for an editor who has not claimed the device (NOT_PERMITTED). */
    static Outcome<ClaimedDevice> toHoldOrRelease(Principal caller, ClaimedDevice device) {
        if (caller.role().compareTo(Role.ADMIN) >= 0 || device.claimedBy().equals(caller.member())) {
            return Outcome.done(device);
        }
        return Outcome.refused(
                RefusalCode.NOT_PERMITTED,
                "device " + device.id()
                        + " was claimed by another member, and an editor blocks, unblocks and unclaims only"
                        + " devices of their own claims; ask that member, an admin or an owner");
    }
}
