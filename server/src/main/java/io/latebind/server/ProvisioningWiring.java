package io.latebind.server;

import io.latebind.server.http.ApiRoute;
import io.latebind.server.provisioning.ChangeQueue;
import io.latebind.server.provisioning.ReadHistory;
import io.latebind.server.provisioning.ReadQueue;
import io.latebind.server.provisioning.api.CommandRoutes;
import io.latebind.server.provisioning.api.HistoryRoutes;
import io.latebind.server.provisioning.store.PgHistoryStore;
import io.latebind.server.provisioning.store.PgQueueStore;
import java.util.ArrayList;
import java.util.List;

/** Provisioning commands. */
final class ProvisioningWiring {
    private ProvisioningWiring() {}

    static List<ApiRoute> routes(Foundation on, PgQueueStore queues, PgHistoryStore history) {
        List<ApiRoute> routes = new ArrayList<>(new CommandRoutes(
                        new ReadQueue(on.transactor(), queues),
                        new ChangeQueue(on.transactor(), queues, on.clock(), on.ids(), on.audit()))
                .routes());
        routes.addAll(new HistoryRoutes(new ReadHistory(on.transactor(), history)).routes());
        return routes;
    }
}
