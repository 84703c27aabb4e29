package io.latebind.contract.token;

/** What can be wrong with the times of a JWT (specification 5.3). */
public enum JwtTimeFault {
    /** It ends before it begins, or at once. */
    NO_LIFETIME,
    TOO_LONG_LIVED,
    FROM_THE_FUTURE,
    EXPIRED
}
