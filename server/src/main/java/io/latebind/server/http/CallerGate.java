package io.latebind.server.http;

import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Who may call a route: a known API key, not too often, with the permission that the route demands. */
final class CallerGate {
    private final Authenticator authenticator;
    private final EdgePolicy policy;
    private final FailedKeys failedKeys;
    private final Budgets<ApiKeyId> requests;

    CallerGate(Authenticator authenticator, EdgePolicy policy, InstantSource clock) {
        this.authenticator = authenticator;
        this.policy = policy;
        this.failedKeys = new FailedKeys(policy.failuresPerMinute(), clock);
        this.requests = new Budgets<>(policy.requestsPerMinute(), clock);
    }

    /** Refused without a key, with a bad one, after too many bad ones, too often, or without the permission. */
    Outcome<Principal> admit(RawRequest request, ApiRoute route) {
        return principal(request).then(this::notTooOften).then(principal -> permitted(principal, route));
    }

    /** As {@link #admit}, before the body is read: the call does not count yet. */
    Outcome<Principal> lookAhead(RawRequest request, ApiRoute route) {
        return principal(request).then(principal -> permitted(principal, route));
    }

    private Outcome<Principal> principal(RawRequest request) {
        Optional<String> given =
                Optional.ofNullable(request.headers().get("authorization")).flatMap(Bearer::token);
        if (given.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.NO_API_KEY, "There is no API key; send it as the header Authorization: Bearer <key>.");
        }
        String key = given.get();
        String address = request.remoteAddress();
        Duration wait = failedKeys.refused(address, key);
        if (!wait.isZero()) {
            return Outcome.refused(limited(
                    wait,
                    "Too many API keys from " + address + " were not valid, more than " + policy.failuresPerMinute()
                            + " a minute; this one was not looked up"));
        }
        Optional<Principal> known = authenticator.authenticate(key, new Origin(address, request.requestId()));
        if (known.isEmpty()) {
            failedKeys.failed(address);
            return Outcome.refused(
                    RefusalCode.BAD_API_KEY, "The API key is not known, was revoked or has expired; use a valid one.");
        }
        failedKeys.good(key);
        return Outcome.done(known.get());
    }

    private Outcome<Principal> notTooOften(Principal principal) {
        Duration wait = requests.spend(principal.key());
        return wait.isZero()
                ? Outcome.done(principal)
                : Outcome.refused(limited(
                        wait,
                        "This API key has sent more than " + policy.requestsPerMinute()
                                + " requests within a minute, which is what this service allows for one key"));
    }

    private static Refusal limited(Duration wait, String reason) {
        long seconds = ApiVoice.wholeSeconds(wait);
        return Refusal.of(
                        RefusalCode.TOO_MANY_REQUESTS,
                        reason + "; try again after " + seconds + (seconds == 1 ? " second." : " seconds."))
                .until(wait);
    }

    private static Outcome<Principal> permitted(Principal principal, ApiRoute route) {
        if (route.permission().grantedTo(principal)) {
            return Outcome.done(principal);
        }
        if (route.permission() == Permission.OPERATE) {
            return Outcome.refused(
                    RefusalCode.NOT_PERMITTED,
                    "This is for owners of the operating team, who own the deployment; ask one of them.");
        }
        return Outcome.refused(
                RefusalCode.NOT_PERMITTED,
                "This needs the role " + lower(route.permission().least()) + " or a stronger one, and this API key has "
                        + lower(principal.role()) + "; ask an owner of the team for another key.");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
