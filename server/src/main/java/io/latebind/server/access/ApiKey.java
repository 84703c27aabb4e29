package io.latebind.server.access;

import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * An API key as it is managed; its text is shown once, when it is made, and never again.
 *
 * @param name what it is for, in its owner's words
 * @param lastUsedAt exact to a minute
 * @param lastUsedFrom the address of that use
 * @param replacedBy the key that took its place when it was rotated
 */
public record ApiKey(
        ApiKeyId id,
        MemberId member,
        Role memberRole,
        String name,
        Role role,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt,
        Optional<String> lastUsedFrom,
        Optional<ApiKeyId> replacedBy) {

    /** Whether it opens anything at {@code now}. */
    public enum State {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    public State stateAt(Instant now) {
        if (revokedAt.isPresent()) {
            return State.REVOKED;
        }
        return expiresAt.filter(end -> !end.isAfter(now)).isPresent() ? State.EXPIRED : State.ACTIVE;
    }

    ApiKey revoked(Instant now) {
        return new ApiKey(
                id,
                member,
                memberRole,
                name,
                role,
                createdAt,
                expiresAt,
                Optional.of(now),
                lastUsedAt,
                lastUsedFrom,
                replacedBy);
    }

    ApiKey endingAt(Instant end, ApiKeyId successor) {
        Instant earlier = expiresAt.filter(own -> own.isBefore(end)).orElse(end);
        return new ApiKey(
                id,
                member,
                memberRole,
                name,
                role,
                createdAt,
                Optional.of(earlier),
                revokedAt,
                lastUsedAt,
                lastUsedFrom,
                Optional.of(successor));
    }
}
