package io.latebind.server.access;

import io.latebind.server.http.Authenticator;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Tells who an API key belongs to. Read every time, so that a revoked key is refused at once. */
public final class ApiKeys implements Authenticator {
    /** So that a busy key does not write with each call. */
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final Transactor transactor;
    private final AccessStore access;
    private final InstantSource clock;

    public ApiKeys(Transactor transactor, AccessStore access, InstantSource clock) {
        this.transactor = transactor;
        this.access = access;
        this.clock = clock;
    }

    @Override
    public Optional<Principal> authenticate(String apiKey, Origin origin) {
        byte[] hash = ApiKeyText.of(apiKey).hash();
        Instant now = clock.instant();
        return transactor.perStatement(tx -> access.key(tx, hash, origin, now).map(known -> {
            if (known.lastUsed()
                    .filter(at -> at.plus(USE_NOTED_EVERY).isAfter(now))
                    .isEmpty()) {
                access.used(tx, known.principal(), now);
            }
            return known.principal();
        }));
    }

    /** Refused when the member or team is gone (NOT_FOUND). */
    public Outcome<Account> account(Principal caller) {
        return transactor
                .perStatement(tx -> access.account(tx, caller))
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(RefusalCode.NOT_FOUND, "the account of this API key is gone"));
    }
}
