package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.event.DeviceAudience;
import io.latebind.server.event.EventOutbox;
import io.latebind.server.event.EventType;
import io.latebind.server.event.OutboxEvent;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.List;

/** Tells those who listen what the service does with certificates of its own accord. */
public final class CertificateNews {
    private final EventOutbox outbox;
    private final DeviceAudience devices;

    public CertificateNews(EventOutbox outbox, DeviceAudience devices) {
        this.outbox = outbox;
        this.devices = devices;
    }

    void issued(Tx tx, TeamId team, DeviceUuid device, Facts facts) {
        tell(tx, team, EventType.CERTIFICATE_ISSUED, device, facts);
    }

    /** Nobody asked for it: what the certificate was issued for is no more. */
    void revoked(Tx tx, TeamId team, DeviceUuid device, Facts facts) {
        tell(tx, team, EventType.of(AuditAction.CERTIFICATE_REVOKED), device, facts);
    }

    private void tell(Tx tx, TeamId team, EventType type, DeviceUuid device, Facts facts) {
        DeviceAudience.Audience audience = devices.of(tx, team, List.of(device))
                .getOrDefault(device, new DeviceAudience.Audience(List.of(), true));
        outbox.record(tx, OutboxEvent.onDevice(team, type, device, audience, facts));
    }
}
