package io.latebind.server.device;

import static java.util.Objects.requireNonNull;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.CandidateKey;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Optional;

/**
 * Releases claims and pins of any team, for the deployment's owners (specification 5.4): the way out when somebody has claimed, or proven a
 * key for, a device that is not theirs. Stands in the trail of the team that held the device and in the operating team's.
 */
public final class ReleaseDevice {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final AuditTrail audit;

    public ReleaseDevice(Transactor transactor, DeviceStore devices, AuditTrail audit) {
        this.transactor = transactor;
        this.devices = devices;
        this.audit = audit;
    }

    /** Lets the device go with its queue, as its team could; its pin is kept. Refused when nobody has claimed it (NOT_FOUND). */
    public Outcome<DeviceUuid> releaseClaim(Principal caller, DeviceUuid device) {
        return transactor.inTransaction(tx -> {
            Optional<ClaimedDevice> found =
                    holder(tx, device).flatMap(team -> devices.lock(tx, Sight.whole(team), device));
            if (found.isEmpty()) {
                return Outcome.refused(RefusalCode.NOT_FOUND, "no team has claimed a device " + device);
            }
            devices.unclaim(tx, device);
            record(
                    tx,
                    AuditEvent.onDevice(caller, AuditAction.CLAIM_RELEASED, device, device)
                            .before(DeviceFacts.of(found.get())
                                    .with("teamId", found.get().team())),
                    Optional.of(found.get().team()));
            return Outcome.done(device);
        });
    }

    /**
     * Ends the pin: the next claim may come from any key again, and a claim that goes on falls back to the keys that can have signed its
     * token. Refused when the device has proven no key (NOT_FOUND).
     */
    public Outcome<DeviceUuid> releasePin(Principal caller, DeviceUuid device) {
        return transactor.inTransaction(tx -> {
            Optional<CandidateKey> pin = devices.endPin(tx, device);
            if (pin.isEmpty()) {
                return Outcome.refused(RefusalCode.NOT_FOUND, "no key is pinned for device " + device);
            }
            record(
                    tx,
                    AuditEvent.onDevice(caller, AuditAction.PIN_RELEASED, device, device)
                            .before(Facts.of("kid", pin.get().key().kid())),
                    holder(tx, device));
            return Outcome.done(device);
        });
    }

    private Optional<TeamId> holder(Tx tx, DeviceUuid device) {
        return requireNonNull(devices.standing(tx, List.of(device)).get(device)).holder();
    }

    /** The other team's chain first: whoever takes two chains takes the operating team's last. */
    private void record(Tx tx, AuditEvent event, Optional<TeamId> holder) {
        holder.filter(team -> !team.equals(event.team())).ifPresent(team -> audit.record(tx, event.inTrailOf(team)));
        audit.record(tx, event);
    }
}
