package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;

/** Lets a device go: its queue is removed at once, its pin and attempt counter are kept. */
public final class UnclaimDevice {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final AuditTrail audit;

    public UnclaimDevice(Transactor transactor, DeviceStore devices, AuditTrail audit) {
        this.transactor = transactor;
        this.devices = devices;
        this.audit = audit;
    }

    /**
     * Refused when the device is not there for the caller (NOT_FOUND), or another member claimed it and the caller is an editor
     * (NOT_PERMITTED).
     */
    public Outcome<DeviceUuid> unclaim(Principal caller, DeviceUuid device) {
        return transactor.inTransaction(tx -> devices.lock(tx, caller.sight(), device)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(DeviceAbsent.refusal(device)))
                .then(found -> DeviceAccess.toHoldOrRelease(caller, found))
                .map(found -> {
                    devices.unclaim(tx, device);
                    audit.record(
                            tx,
                            AuditEvent.onDevice(caller, AuditAction.DEVICE_UNCLAIMED, device, device)
                                    .before(DeviceFacts.of(found)));
                    return device;
                }));
    }
}
