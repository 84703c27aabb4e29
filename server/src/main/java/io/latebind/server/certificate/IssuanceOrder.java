package io.latebind.server.certificate;

import io.latebind.server.kernel.TeamId;
import java.util.Optional;

/**
 * A certificate that is wanted for a key which a device made.
 *
 * @param secTag where the device keeps the key
 * @param authority by its name; empty for the team's default
 * @param profile by its name; empty for the built-in one
 */
public record IssuanceOrder(
        AttemptKey attempt,
        TeamId team,
        DeviceFacts device,
        CertificateRequest request,
        int secTag,
        Optional<String> authority,
        Optional<String> profile) {}
