package io.latebind.server.audit;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.MemberId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events are wanted; what is empty does not matter.
 *
 * @param since not before
 * @param until before
 */
public record AuditFilter(
        Optional<AuditAction> action,
        Optional<MemberId> member,
        Optional<DeviceUuid> device,
        Optional<String> subject,
        Optional<Instant> since,
        Optional<Instant> until) {
    /** Whether the whole trail is wanted. */
    public boolean isOpen() {
        return action.isEmpty()
                && member.isEmpty()
                && device.isEmpty()
                && subject.isEmpty()
                && since.isEmpty()
                && until.isEmpty();
    }
}
