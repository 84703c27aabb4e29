package io.latebind.server.provisioning.link;

import io.latebind.server.provisioning.DeviceBuffers;
import java.util.Optional;

/**
 * What a device asks for.
 *
 * @param after correlation id of what it processed last; empty at boot, and never an error
 * @param modemFirmware the parameter {@code mver}
 * @param clientVersion the parameter {@code cver}
 */
public record FetchRequest(
        String after, DeviceBuffers buffers, Optional<String> modemFirmware, Optional<String> clientVersion) {

    /** What it does not say is what the device said when it authenticated. */
    FetchRequest orAsAuthenticated(SessionBinding binding) {
        return new FetchRequest(
                after, buffers, modemFirmware.or(binding::modemFirmware), clientVersion.or(binding::clientVersion));
    }
}
