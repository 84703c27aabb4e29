package io.latebind.server.device;

import io.latebind.contract.token.CandidateKey;
import io.latebind.server.kernel.TeamId;
import java.util.Optional;

/**
 * How things stand with a device before a claim.
 *
 * @param pin the key that the device has proven in an earlier claim
 * @param holder the team that has claimed it
 */
public record ClaimStanding(Optional<CandidateKey> pin, Optional<TeamId> holder) {}
