package io.latebind.server.event;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Tx;
import java.util.List;

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
        told(tx, event).forEach(each -> outbox.record(tx, each));
        // last: it locks the team's chain
        trail.record(tx, event);
    }

    @Override
    public void recordAll(Tx tx, List<AuditEvent> events) {
        events.stream().flatMap(event -> told(tx, event).stream()).forEach(each -> outbox.record(tx, each));
        trail.recordAll(tx, events);
    }

    private List<OutboxEvent> told(Tx tx, AuditEvent event) {
        if (event.device().isEmpty()) {
            return List.of(AuditedEventRules.told(event));
        }
        DeviceUuid device = event.device().get();
        return AuditedEventRules.toldOfDevice(event, device, devices.of(tx, event.team(), device));
    }
}
