package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.P256PublicKey;
import java.util.Optional;

/**
 * What the production line says of a device.
 *
 * @param key its identity key
 * @param deviceType 0..2^31-1, see {@link io.latebind.contract.token.DeviceTypes}
 */
public record RegistryEntry(DeviceUuid device, P256PublicKey key, Optional<Imei> imei, Optional<Integer> deviceType) {}
