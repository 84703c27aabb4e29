package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import java.util.Optional;

/** Which of a team's devices a list shows; absent means any. */
public record DeviceFilter(
        Optional<DeviceStatus> status, Optional<String> tag, Optional<Integer> deviceType, Optional<DeviceUuid> id) {}
