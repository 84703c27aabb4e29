package io.latebind.server;

import io.latebind.server.device.store.PgClaimsThere;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.identity.ImportIdentities;
import io.latebind.server.identity.ReadIdentities;
import io.latebind.server.identity.RemoveIdentity;
import io.latebind.server.identity.VerifyTokens;
import io.latebind.server.identity.api.IdentityRoutes;
import io.latebind.server.identity.store.PgIdentityStore;
import io.latebind.server.provisioning.store.PgContradictions;
import java.util.List;

/** The identity registry. */
final class IdentityWiring {
    private IdentityWiring() {}

    static List<ApiRoute> routes(Foundation on) {
        PgIdentityStore identities = new PgIdentityStore();
        return new IdentityRoutes(
                        new ReadIdentities(on.transactor(), identities, new PgClaimsThere()),
                        new ImportIdentities(
                                on.transactor(),
                                identities,
                                new PgContradictions(on.ids()),
                                on.audit(),
                                on.clock(),
                                on.ids()),
                        new RemoveIdentity(on.transactor(), identities, on.audit()),
                        new VerifyTokens(
                                on.transactor(), identities, on.config().trust().identityPolicy()))
                .routes();
    }
}
