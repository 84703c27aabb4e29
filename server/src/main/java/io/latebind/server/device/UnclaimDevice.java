package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import java.util.ArrayList;
import java.util.List;

/** Lets a device go: its queue is removed at once, its pin and attempt counter are kept. */
public final class UnclaimDevice {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final UnclaimRevocation revocation;
    private final AuditTrail audit;

    public UnclaimDevice(Transactor transactor, DeviceStore devices, UnclaimRevocation revocation, AuditTrail audit) {
        this.transactor = transactor;
        this.devices = devices;
        this.revocation = revocation;
        this.audit = audit;
    }

    /**
     * Refused when the device is not there for the caller (NOT_FOUND), another member claimed it and the caller is an editor, or its
     * certificates are to be revoked and the caller may not do that (NOT_PERMITTED).
     *
     * @param revoking its certificates of this team end with the claim
     */
    public Outcome<DeviceUuid> unclaim(Principal caller, DeviceUuid device, boolean revoking) {
        return transactor.inTransaction(tx -> devices.lock(tx, caller.sight(), device)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(DeviceAbsent.refusal(device)))
                .then(found -> DeviceAccess.toHoldOrRelease(caller, found))
                .then(found -> (revoking ? revocation.revokeAll(tx, caller, device) : noneRevoked()).map(revoked -> {
                    devices.unclaim(tx, device);
                    List<AuditEvent> events = new ArrayList<>(revoked);
                    events.add(AuditEvent.onDevice(caller, AuditAction.DEVICE_UNCLAIMED, device, device)
                            .before(DeviceFacts.of(found)));
                    audit.recordAll(tx, events);
                    return device;
                })));
    }

    private static Outcome<List<AuditEvent>> noneRevoked() {
        return Outcome.done(List.of());
    }
}
