package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        history.append(tx, lines(tx, List.of(event)));
        audit.record(tx, event);
    }

    @Override
    public void recordAll(Tx tx, List<AuditEvent> events) {
        history.append(tx, lines(tx, events));
        audit.recordAll(tx, events);
    }

    private List<MemberLine> lines(Tx tx, List<AuditEvent> events) {
        Instant now = clock.instant();
        Map<DeviceUuid, UnclaimedVisit> before = unclaimed.take(tx, claimed(events));
        List<MemberLine> lines = new ArrayList<>();
        for (AuditEvent event : events) {
            event.device().ifPresent(device -> {
                MemberId member = event.who().member();
                if (event.action() == AuditAction.DEVICE_CLAIMED && before.containsKey(device)) {
                    UnclaimedVisit visits = before.get(device);
                    lines.add(new MemberLine(device, member, visits.line(), visits.lastAt()));
                }
                UserChanges.line(event).ifPresent(line -> lines.add(new MemberLine(device, member, line, now)));
            });
        }
        return lines;
    }

    private static List<DeviceUuid> claimed(List<AuditEvent> events) {
        return events.stream()
                .filter(event -> event.action() == AuditAction.DEVICE_CLAIMED)
                .flatMap(event -> event.device().stream())
                .toList();
    }
}
