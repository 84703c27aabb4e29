package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.identity.DeviceKeys;

/**
 * Who reports.
 *
 * @param keys as its visit has proven them: one that this very visit pins counts as pinned
 */
public record Reporter(DeviceUuid device, DeviceKeys keys) {}
