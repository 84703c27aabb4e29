package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.kernel.Secret;
import java.util.Optional;

/**
 * An authority elsewhere.
 *
 * @param shownOnce a secret that the service has made
 */
public record MadeSigner(CertificateAuthority authority, SignerSettings settings, Optional<Secret> shownOnce) {}
