package io.latebind.server.device.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.AttestationToken;
import io.latebind.server.device.Claimability;
import java.util.UUID;

/** What a dry run says of a token whose device could be claimed. */
record Claimable(DeviceUuid id, String deviceType, UUID firmwareId, String message) {
    static Claimable of(Claimability found) {
        AttestationToken token = found.token();
        return new Claimable(
                token.device(),
                token.deviceTypeName(),
                token.firmware(),
                "device " + token.device() + " can be claimed. "
                        + (found.keys().known() ? ClaimedDeviceView.PROVEN : ClaimedDeviceView.UNPROVEN));
    }
}
