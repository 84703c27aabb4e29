package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;

/** Sets and lifts the block flag: a blocked device gets no commands, and what lies beneath goes on being evaluated. */
public final class BlockDevice {
    private final Transactor transactor;
    private final DeviceStore devices;

    public BlockDevice(Transactor transactor, DeviceStore devices) {
        this.transactor = transactor;
        this.devices = devices;
    }

    /** Refused when the team has not claimed the device (NOT_FOUND), or it is so already (WRONG_STATE). */
    public Outcome<DeviceUuid> setBlocked(Principal caller, DeviceUuid device, boolean blocked) {
        return transactor.inTransaction(tx -> {
            if (devices.setBlocked(tx, caller.team(), device, blocked)) {
                return Outcome.done(device);
            }
            return devices.find(tx, caller.team(), device).isPresent()
                    ? Outcome.refused(
                            RefusalCode.WRONG_STATE,
                            "device " + device + (blocked ? " is blocked already" : " is not blocked"))
                    : Outcome.refused(DeviceAbsent.refusal(device));
        });
    }
}
