package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;

/** Lets a device go: its queue is removed at once, its pin and attempt counter are kept. */
public final class UnclaimDevice {
    private final Transactor transactor;
    private final DeviceStore devices;

    public UnclaimDevice(Transactor transactor, DeviceStore devices) {
        this.transactor = transactor;
        this.devices = devices;
    }

    /** Refused when the team has not claimed the device (NOT_FOUND). */
    public Outcome<DeviceUuid> unclaim(Principal caller, DeviceUuid device) {
        boolean gone = transactor.inTransaction(tx -> devices.unclaim(tx, caller.team(), device));
        return gone ? Outcome.done(device) : Outcome.refused(DeviceAbsent.refusal(device));
    }
}
