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
 * @param imei as the identity registry says
 * @param registered the identity registry has an entry for it
 * @param claimerRole at claim time; who sees the device follows it (specification 7.1)
 * @param proven its key is known: it has proven it with a JWT, or the registry names it and the token is signed with it
 */
public record ClaimedDevice(
        DeviceUuid id,
        ClaimId claim,
        TeamId team,
        int deviceType,
        UUID firmware,
        Optional<String> imei,
        boolean registered,
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
