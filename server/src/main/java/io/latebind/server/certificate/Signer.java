package io.latebind.server.certificate;

/**
 * Signs for authorities of one kind. One that waits for somebody else is called outside of any transaction, perhaps more than once for
 * one attempt: after a crash nobody knows whether it had answered.
 */
@FunctionalInterface
public interface Signer {
    /** Answers; an outage of somebody else is {@link SignerAnswer.Later}, never an exception. */
    SignerAnswer sign(SigningOrder order);
}
