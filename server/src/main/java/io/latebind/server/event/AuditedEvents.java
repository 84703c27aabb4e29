package io.latebind.server.event;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An audit trail that also tells: what a user changed is an event for those who listen. */
public final class AuditedEvents implements AuditTrail {
    private final AuditTrail trail;
    private final EventOutbox outbox;
    private final DeviceAudience devices;

    public AuditedEvents(AuditTrail trail, EventOutbox outbox, DeviceAudience devices) {
        this.trail = trail;
        this.outbox = outbox;
        this.devices = devices;
    }

    @Override
    public void record(Tx tx, AuditEvent event) {
        outbox.recordAll(tx, told(tx, List.of(event)));
        // last: it locks the team's chain
        trail.record(tx, event);
    }

    @Override
    public void recordAll(Tx tx, List<AuditEvent> events) {
        if (!events.isEmpty()) {
            outbox.recordAll(tx, told(tx, events));
            trail.recordAll(tx, events);
        }
    }

    private List<OutboxEvent> told(Tx tx, List<AuditEvent> events) {
        List<DeviceUuid> mentioned = events.stream()
                .flatMap(event -> event.device().stream())
                .distinct()
                .toList();
        Map<DeviceUuid, DeviceAudience.Audience> audiences = mentioned.isEmpty()
                ? Map.of()
                : devices.of(tx, events.getFirst().team(), mentioned);
        return events.stream()
                .flatMap(event -> event
                        .device()
                        .map(device -> AuditedEventRules.toldOfDevice(
                                event, device, Optional.ofNullable(audiences.get(device))))
                        .orElseGet(() -> List.of(AuditedEventRules.told(event)))
                        .stream())
                .toList();
    }
}
