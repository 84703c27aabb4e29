package io.latebind.server.device.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceTypes;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A claimed device as REST shows it (specification 7). */
record ClaimedDeviceView(
        DeviceUuid id,
        String deviceType,
        UUID firmwareId,
        Optional<String> imei,
        TeamId ownerId,
        String ownershipStatus,
        List<String> tags,
        DeviceStatus status,
        boolean proven,
        boolean registered,
        Instant claimedAt,
        Optional<Instant> lastSeenAt,
        Optional<String> modemFirmware,
        Optional<String> clientVersion,
        Optional<String> message) {

    /** What first use proves and what it does not, in plain words (specification 5.4). */
    static final String UNPROVEN =
            "The token is well-formed, and that is all that is known: whether it is this device's own shows"
                    + " when the device connects and proves the key that signed it. Nobody without that key can act as the"
                    + " device; but that it is a genuine one, or that the token was not made up, the token does not prove.";

    /** The same for a device whose key is known. */
    static final String PROVEN = "The token is signed with the key that is known to be this device's.";

    private static final String WHEN =
            "A device that asked before it was claimed waits for its next interval, a day by default;"
                    + " restart it to hurry.";

    static final String CLAIMED_MANY =
            "Of a device that has not proven itself in an earlier claim: " + UNPROVEN + " " + WHEN;

    /** The answer to a claim: what is proven, and when the device will come. */
    static ClaimedDeviceView claimed(ClaimedDevice device) {
        return of(device, Optional.of(device.proven() ? WHEN : UNPROVEN + " " + WHEN));
    }

    static ClaimedDeviceView of(ClaimedDevice device) {
        return of(device, Optional.empty());
    }

    /** @param message what the user should know now */
    static ClaimedDeviceView of(ClaimedDevice device, Optional<String> message) {
        return new ClaimedDeviceView(
                device.id(),
                DeviceTypes.nameOf(device.deviceType()),
                device.firmware(),
                device.imei(),
                device.team(),
                "IDENTIFIED",
                device.tags(),
                device.status(),
                device.proven(),
                device.registered(),
                device.claimedAt(),
                device.lastSeenAt(),
                device.modemFirmware(),
                device.clientVersion(),
                message);
    }
}
