package io.latebind.server.provisioning;

import io.latebind.server.identity.DeviceKeys;
import java.time.Instant;
import java.util.Optional;

/**
 * What a device's visit finds: claim, keys, block flag and queue, read in one statement.
 *
 * @param lastSeen the visit before this one
 */
public record DeviceSession(
        ClaimVersion at, boolean blocked, DeviceKeys keys, Optional<Instant> lastSeen, ProvisioningQueue queue) {}
