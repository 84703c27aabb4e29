package io.latebind.server.identity;

import io.latebind.contract.token.CandidateKey;

/** Whether a JWT proves that its sender is the claimed device. */
public sealed interface Proof {
    /** @param pins this JWT is the first one: its key is to be pinned */
    record Proven(CandidateKey key, boolean pins) implements Proof {}

    /**
     * @param cause for metrics, and for the kind of line in the device's history
     * @param reason what was wrong and what to do, for the device's history; the device hears only 403
     */
    record Unproven(Cause cause, String reason) implements Proof {}

    /** Why a JWT proves nothing. */
    enum Cause {
        /** No known key has signed it. */
        WRONG_KEY,
        /** Signed with the right key, but its time is over. */
        EXPIRED,
        /** The device's clock and the service's are too far apart. */
        CLOCK_SKEW,
        TOO_LONG_LIVED,
        /** Another algorithm than ES256. */
        WRONG_ALGORITHM,
        /** Not a JWT of a device at all. */
        BAD_JWT
    }
}
