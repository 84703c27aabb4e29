package io.latebind.server.certificate;

import java.util.Optional;

/**
 * Signs for authorities of one kind. One that waits for somebody else is called outside of any transaction, perhaps more than once for
 * one attempt: after a crash nobody knows whether it had answered.
 */
@FunctionalInterface
public interface Signer {
    /** Answers; an outage of somebody else is {@link SignerAnswer.Later}, never an exception. */
    SignerAnswer sign(SigningOrder order);

    /**
     * Why it would be {@link SignerAnswer.Later} now, without asking anybody; it may be even when this is empty. So that who waits for a
     * signer that is away costs little.
     */
    default Optional<String> closed(CertificateAuthority authority, AttemptKey attempt) {
        return Optional.empty();
    }
}
