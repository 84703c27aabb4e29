package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.ClaimId;

/** Which state of which claim was loaded; a save compares it and swaps. */
public record ClaimVersion(DeviceUuid device, ClaimId claim, long version) {}
