package io.latebind.server.access;

import io.latebind.server.http.Authenticator;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.time.InstantSource;
import java.util.Optional;

/** Tells who an API key belongs to. Read every time, so that a revoked key is refused at once. */
public final class ApiKeys implements Authenticator {
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
        return transactor.perStatement(tx -> access.principal(tx, hash, origin, clock.instant()));
    }

    /** Refused when the member or team is gone (NOT_FOUND). */
    public Outcome<Account> account(Principal caller) {
        return transactor
                .perStatement(tx -> access.account(tx, caller))
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(RefusalCode.NOT_FOUND, "the account of this API key is gone"));
    }
}
