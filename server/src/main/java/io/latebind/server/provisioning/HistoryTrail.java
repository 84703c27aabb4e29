package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The audit trail, and beside each event on a device a line in the device's history, in the same transaction. The history comes first:
 * recording an event locks the team's chain until the end.
 */
public final class HistoryTrail implements AuditTrail {
    private final AuditTrail audit;
    private final HistoryStore history;
    private final UnclaimedVisits unclaimed;
    private final InstantSource clock;

    public HistoryTrail(AuditTrail audit, HistoryStore history, UnclaimedVisits unclaimed, InstantSource clock) {
        this.audit = audit;
        this.history = history;
        this.unclaimed = unclaimed;
        this.clock = clock;
    }

    @Override
    public void record(Tx tx, AuditEvent event) {
        event.device().ifPresent(device -> write(tx, device, event, clock.instant()));
        audit.record(tx, event);
    }

    @Override
    public void recordAll(Tx tx, List<AuditEvent> events) {
        Instant now = clock.instant();
        events.forEach(event -> event.device().ifPresent(device -> write(tx, device, event, now)));
        audit.recordAll(tx, events);
    }

    private void write(Tx tx, DeviceUuid device, AuditEvent event, Instant now) {
        if (event.action() == AuditAction.DEVICE_CLAIMED) {
            unclaimed
                    .take(tx, device)
                    .ifPresent(
                            visits -> history.append(tx, device, event.who().member(), visits.line(), visits.lastAt()));
        }
        UserChanges.line(event)
                .ifPresent(line -> history.append(tx, device, event.who().member(), line, now));
    }
}
