package io.latebind.server.identity;

import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.P256PublicKey;
import java.util.Optional;

/**
 * What is known of a device's key before any token of it is looked at.
 *
 * @param registered the key that the identity registry names; it wins
 * @param pin the key that the device has proven, in this claim or an earlier one
 */
public record KnownKeys(Optional<P256PublicKey> registered, Optional<CandidateKey> pin) {
    public static final KnownKeys NONE = new KnownKeys(Optional.empty(), Optional.empty());

    public boolean none() {
        return registered.isEmpty() && pin.isEmpty();
    }

    /** Whether the device has proven the key that the registry names. */
    public boolean pinIsRegistered() {
        return registered.isPresent() && pin.map(CandidateKey::key).equals(registered);
    }
}
