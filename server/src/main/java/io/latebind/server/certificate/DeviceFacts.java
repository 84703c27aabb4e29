package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.RuleId;
import java.util.List;
import java.util.Optional;

/**
 * What certificates say about a device, and what decides whether it gets one.
 *
 * @param imei 15 digits, as the identity registry says
 * @param deviceType as REST shows it, {@code nrf9151_LACA}
 * @param registered the identity registry has an entry for it
 * @param rule whose command asked for the certificate; empty for one that a user added
 */
public record DeviceFacts(
        DeviceUuid uuid,
        Optional<String> imei,
        String deviceType,
        List<String> tags,
        boolean registered,
        Optional<RuleId> rule) {

    public DeviceFacts {
        tags = tags.stream().sorted().distinct().toList();
    }
}
