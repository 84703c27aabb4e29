package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A device that a team has claimed.
 *
 * @param deviceType as the attestation token names it
 * @param firmware the modem firmware's UUID in the attestation token
 * @param claimerRole at claim time; who sees the device follows it (specification 7.1)
 * @param proven a JWT has verified under a key that can have signed the token
 */
public record ClaimedDevice(
        DeviceUuid id,
        ClaimId claim,
        TeamId team,
        int deviceType,
        UUID firmware,
        List<String> tags,
        DeviceStatus status,
        boolean proven,
        Instant claimedAt,
        MemberId claimedBy,
        Role claimerRole,
        Optional<Instant> lastSeenAt,
        Optional<String> modemFirmware,
        Optional<String> clientVersion) {

    public ClaimedDevice {
        tags = List.copyOf(tags);
    }
}
