package io.latebind.server.identity;

import java.util.Optional;

/**
 * What can be said of a token.
 *
 * @param token empty when it is none
 * @param message why it is not verified, and what to do
 */
public record TokenVerdict(Optional<SignedToken> token, Result result, Optional<String> message) {
    public enum Result {
        /** Signed with the key that is known to be the device's. */
        VERIFIED,
        /** Some key can have signed it; which one is the device's is not known. */
        UNPROVEN,
        REFUSED
    }
}
