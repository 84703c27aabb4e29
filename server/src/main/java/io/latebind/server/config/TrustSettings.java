package io.latebind.server.config;

import io.latebind.server.kernel.IdentityPolicy;

/**
 * Whom the service trusts (spec 5.4).
 *
 * @param attestationTokens whether devices in the registry may authenticate with an attestation token instead of a JWT
 */
public record TrustSettings(IdentityPolicy identityPolicy, boolean attestationTokens) {}
