package io.latebind.server.provisioning;

import io.latebind.server.identity.Proof;

/** What became of a device's visit, for metrics: the device itself hears only 403, 400 or nothing. Stable names. */
public enum VisitOutcome {
    /** Commands went out. */
    DELIVERED,
    /** There was nothing for it. */
    NOTHING,
    /** A session's device has proven itself. */
    AUTHENTICATED,
    /** A session was asked to prove anew who its device is. */
    ASKED_TO_AUTHENTICATE,
    /** A report was taken. */
    ACKNOWLEDGED,
    NOT_CLAIMED,
    NO_CREDENTIALS,
    WRONG_KEY,
    EXPIRED,
    CLOCK_SKEW,
    TOO_LONG_LIVED,
    WRONG_ALGORITHM,
    BAD_JWT,
    MALFORMED,
    BAD_PARAMETER,
    TOO_BIG,
    WRONG_CONTENT_TYPE,
    /** It does not take CBOR. */
    NOT_ACCEPTABLE,
    /** Its queue was changed by others again and again. */
    TRY_AGAIN,
    /** The database was away. */
    UNAVAILABLE;

    public static VisitOutcome of(Proof.Cause cause) {
        return switch (cause) {
            case WRONG_KEY -> WRONG_KEY;
            case EXPIRED -> EXPIRED;
            case CLOCK_SKEW -> CLOCK_SKEW;
            case TOO_LONG_LIVED -> TOO_LONG_LIVED;
            case WRONG_ALGORITHM -> WRONG_ALGORITHM;
            case BAD_JWT -> BAD_JWT;
        };
    }
}
