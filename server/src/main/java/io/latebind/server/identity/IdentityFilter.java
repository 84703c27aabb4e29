package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import java.util.Optional;

/** Which entries a list shows; absent means any. */
public record IdentityFilter(Optional<DeviceUuid> device, Optional<Imei> imei) {}
