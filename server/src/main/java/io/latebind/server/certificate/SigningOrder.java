package io.latebind.server.certificate;

import io.latebind.server.kernel.Secret;
import java.math.BigInteger;
import java.util.Optional;

/**
 * One certificate to be signed.
 *
 * @param secret the private keys in PEM; empty when the signer is elsewhere, which reads what opens it together with where it is
 * @param content what the certificate is to say, by the profile
 * @param serial positive, of at least 64 random bits; a signer elsewhere has numbers of its own
 * @param validity ends no later than the authority
 * @param revocationList where it will be found; empty when the service has no public address
 */
public record SigningOrder(
        AttemptKey attempt,
        CertificateAuthority authority,
        Optional<Secret> secret,
        CertificateRequest request,
        DeviceFacts device,
        CertificateContent content,
        BigInteger serial,
        Validity validity,
        Optional<String> revocationList) {}
