package io.latebind.server.identity;

import io.latebind.contract.token.DeviceJwt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is wrong with the times of a JWT, in words that name the device's clock (specification 5.3). Pure. */
public final class JwtTimeRules {
    /**
     * A client makes a JWT for a visit, or uses it until it ends. One that ended longer ago than any may live was made by a clock that
     * is slow, or was kept by somebody.
     */
    private static final Duration CLEARLY_THE_CLOCK = DeviceJwt.MAX_LIFETIME;

    private JwtTimeRules() {}

    /** Empty when the times are in order. */
    public static Optional<Proof.Unproven> problem(DeviceJwt jwt, Instant now) {
        return jwt.timeFaultAt(now).map(fault -> switch (fault) {
            case NO_LIFETIME ->
                unproven(Proof.Cause.BAD_JWT, jwt.problemAt(now).orElseThrow() + "; the client makes no sensible JWT");
            case TOO_LONG_LIVED ->
                unproven(Proof.Cause.TOO_LONG_LIVED, jwt.problemAt(now).orElseThrow());
            case FROM_THE_FUTURE ->
                unproven(
                        Proof.Cause.CLOCK_SKEW,
                        "the device's clock is " + minutes(Duration.between(now, jwt.issuedAt()))
                                + " fast: its JWT was issued at " + jwt.issuedAt() + clock(now));
            case EXPIRED -> expired(jwt, now);
        });
    }

    private static Proof.Unproven expired(DeviceJwt jwt, Instant now) {
        Duration since = Duration.between(jwt.expiresAt(), now);
        String slow = minutes(Duration.between(jwt.issuedAt(), now)) + " slow";
        return since.compareTo(CLEARLY_THE_CLOCK) > 0
                ? unproven(
                        Proof.Cause.CLOCK_SKEW,
                        "the device's clock is " + slow + ": its JWT was issued at " + jwt.issuedAt()
                                + " and expired at " + jwt.expiresAt() + clock(now))
                : unproven(
                        Proof.Cause.EXPIRED,
                        "the JWT expired " + minutes(since) + " ago, at " + jwt.expiresAt() + clock(now)
                                + "; if the device made it just now, its clock is " + slow);
    }

    private static Proof.Unproven unproven(Proof.Cause cause, String reason) {
        return new Proof.Unproven(cause, reason);
    }

    private static String clock(Instant now) {
        return ", this server's clock says " + now + ", at most " + DeviceJwt.MAX_SKEW.toMinutes()
                + " min apart are allowed";
    }

    /** Whole minutes; days beside them where minutes say little. */
    private static String minutes(Duration apart) {
        long days = apart.toDays();
        return apart.toMinutes() + " min" + (days > 1 ? " (" + days + " days)" : "");
    }
}
