package io.latebind.server.certificate.remote;

import io.latebind.server.kernel.Secret;

/**
 * Where a signer is, and what opens it there. The two were read in one moment: a secret that is read apart from its place could be sent
 * to another.
 */
public record SignerAccess(SignerSettings settings, Secret secret) {}
