package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;

/** Sets and lifts the block flag: a blocked device gets no commands, and what lies beneath goes on being evaluated. */
public final class BlockDevice {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final AuditTrail audit;

    public BlockDevice(Transactor transactor, DeviceStore devices, AuditTrail audit) {
        this.transactor = transactor;
        this.devices = devices;
        this.audit = audit;
    }

    /**
     * Refused when the device is not there for the caller (NOT_FOUND), another member claimed it and the caller is an editor
     * (NOT_PERMITTED), or it is so already (WRONG_STATE).
     */
    public Outcome<DeviceUuid> setBlocked(Principal caller, DeviceUuid device, boolean blocked) {
        return transactor.inTransaction(tx -> devices.lock(tx, caller.sight(), device)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(DeviceAbsent.refusal(device)))
                .then(found -> DeviceAccess.toHoldOrRelease(caller, found))
                .then(found -> set(tx, caller, found, blocked)));
    }

    private Outcome<DeviceUuid> set(Tx tx, Principal caller, ClaimedDevice found, boolean blocked) {
        DeviceUuid device = found.id();
        if (!devices.setBlocked(tx, device, blocked)) {
            return Outcome.refused(
                    RefusalCode.WRONG_STATE,
                    "device " + device + (blocked ? " is blocked already" : " is not blocked"));
        }
        DeviceStatus status =
                devices.find(tx, caller.sight(), device).orElseThrow().status();
        AuditAction action = blocked ? AuditAction.DEVICE_BLOCKED : AuditAction.DEVICE_UNBLOCKED;
        audit.record(
                tx,
                AuditEvent.onDevice(caller, action, device, device)
                        .before(Facts.of("blocked", !blocked).with("status", found.status()))
                        .after(Facts.of("blocked", blocked).with("status", status)));
        return Outcome.done(device);
    }
}
