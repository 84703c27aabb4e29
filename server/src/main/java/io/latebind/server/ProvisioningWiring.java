package io.latebind.server;

import io.latebind.server.http.ApiRoute;
import io.latebind.server.provisioning.ChangeQueue;
import io.latebind.server.provisioning.ReadQueue;
import io.latebind.server.provisioning.api.CommandRoutes;
import io.latebind.server.provisioning.store.PgQueueStore;
import java.util.List;

/** Provisioning commands. */
final class ProvisioningWiring {
    private ProvisioningWiring() {}

    static List<ApiRoute> routes(Foundation on, PgQueueStore queues) {
        return new CommandRoutes(
                        new ReadQueue(on.transactor(), queues),
                        new ChangeQueue(on.transactor(), queues, on.clock(), on.ids(), on.audit()))
                .routes();
    }
}
