package io.latebind.server.device;

import io.latebind.server.identity.KnownKeys;
import io.latebind.server.kernel.TeamId;
import java.util.Optional;

/**
 * How things stand with a device before a claim.
 *
 * @param known what the identity registry and earlier claims say of its key
 * @param holder the team that has claimed it
 */
public record ClaimStanding(KnownKeys known, Optional<TeamId> holder) {}
