package io.latebind.server;

import io.latebind.server.access.ApiKeys;
import io.latebind.server.access.api.AccountRoutes;
import io.latebind.server.http.ApiRoute;
import java.util.ArrayList;
import java.util.List;

/** Teams, members and API keys. */
final class AccessWiring {
    private AccessWiring() {}

    static List<ApiRoute> routes(Foundation on, ApiKeys keys) {
        return new ArrayList<>(new AccountRoutes(keys).routes());
    }
}
