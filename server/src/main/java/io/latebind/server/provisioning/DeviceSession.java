package io.latebind.server.provisioning;

import io.latebind.server.identity.DeviceKeys;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a device's visit finds: claim, keys, block flag and queue, read in one statement.
 *
 * @param lastSeen the visit before this one
 * @param placesForRules how much room in the queue the rules that the device is to get need at least; 0 where that is not known yet,
 *     absent when there is no such rule
 */
public record DeviceSession(
        ClaimVersion at,
        boolean blocked,
        DeviceKeys keys,
        Optional<Instant> lastSeen,
        ProvisioningQueue queue,
        OptionalInt placesForRules) {}
