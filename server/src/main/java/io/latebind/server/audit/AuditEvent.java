package io.latebind.server.audit;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.TeamId;
import java.util.Optional;

/**
 * One change that a user made (specification 7.1).
 *
 * @param team in whose trail it stands; the caller's own, but for what the deployment's owners do to another team
 * @param subject what was changed: its id, or its name where it has none
 * @param device the device that it concerns, where there is one
 * @param before what it was; empty when it is new
 * @param after what it is; empty when it is gone
 */
public record AuditEvent(
        TeamId team,
        Principal who,
        AuditAction action,
        String subject,
        Optional<DeviceUuid> device,
        Optional<Facts> before,
        Optional<Facts> after) {

    /** In the caller's own team's trail. */
    public static AuditEvent of(Principal who, AuditAction action, Object subject) {
        return new AuditEvent(
                who.team(), who, action, subject.toString(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A change of a device, or of something that belongs to it. */
    public static AuditEvent onDevice(Principal who, AuditAction action, DeviceUuid device, Object subject) {
        return new AuditEvent(
                who.team(), who, action, subject.toString(), Optional.of(device), Optional.empty(), Optional.empty());
    }

    public AuditEvent inTrailOf(TeamId other) {
        return new AuditEvent(other, who, action, subject, device, before, after);
    }

    public AuditEvent before(Facts facts) {
        return new AuditEvent(team, who, action, subject, device, Optional.of(facts), after);
    }

    public AuditEvent after(Facts facts) {
        return new AuditEvent(team, who, action, subject, device, before, Optional.of(facts));
    }
}
