package io.latebind.server.access.api;

import io.latebind.server.access.ApiKey;
import io.latebind.server.access.MadeKey;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import java.time.Instant;
import java.util.Optional;

/**
 * An API key as REST shows it.
 *
 * @param key its text, in the one answer that shows it
 */
record KeyView(
        ApiKeyId id,
        String name,
        MemberId memberId,
        String role,
        ApiKey.State state,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt,
        Optional<String> lastUsedFrom,
        Optional<ApiKeyId> replacedBy,
        Optional<String> key) {

    static KeyView of(ApiKey key, Instant now) {
        return of(key, now, Optional.empty());
    }

    static KeyView made(MadeKey made, Instant now) {
        return of(made.key(), now, Optional.of(made.text().reveal()));
    }

    private static KeyView of(ApiKey key, Instant now, Optional<String> text) {
        return new KeyView(
                key.id(),
                key.name(),
                key.member(),
                key.role().shown(),
                key.stateAt(now),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.lastUsedAt(),
                key.lastUsedFrom(),
                key.replacedBy(),
                text);
    }

    /** Never the key's text. */
    @Override
    public String toString() {
        return "API key " + id;
    }
}
