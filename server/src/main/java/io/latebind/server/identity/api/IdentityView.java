package io.latebind.server.identity.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceTypes;
import io.latebind.server.identity.PublicKeyText;
import io.latebind.server.identity.RegistryEntry;
import io.latebind.server.identity.ShownIdentity;
import io.latebind.server.kernel.MemberId;
import java.time.Instant;
import java.util.Optional;

/** An entry of the identity registry as REST shows it. */
record IdentityView(
        DeviceUuid uuid,
        String publicKey,
        String kid,
        Optional<String> imei,
        Optional<String> deviceType,
        Instant importedAt,
        MemberId importedBy,
        boolean claimed) {

    static IdentityView of(ShownIdentity shown) {
        RegistryEntry entry = shown.identity().entry();
        return new IdentityView(
                entry.device(),
                PublicKeyText.pem(entry.key()),
                entry.key().kid(),
                entry.imei().map(imei -> imei.digits()),
                entry.deviceType().map(DeviceTypes::nameOf),
                shown.identity().importedAt(),
                shown.identity().importedBy(),
                shown.claimed());
    }
}
