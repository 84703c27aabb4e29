package io.latebind.server.provisioning;

import io.latebind.server.identity.DeviceKeys;
import java.time.Instant;
import java.util.Optional;

/**
 * What a device's visit finds: claim, keys, block flag and queue, read in one statement.
 *
 * @param lastSeen the visit before this one
 * @param connected the last connection that has a line in the history
 */
public record DeviceSession(
        ClaimVersion at,
        boolean blocked,
        DeviceKeys keys,
        Optional<Instant> lastSeen,
        Optional<ConnectionMark> connected,
        ProvisioningQueue queue) {}
