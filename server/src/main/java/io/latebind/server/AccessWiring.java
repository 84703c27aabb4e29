package io.latebind.server;

import io.latebind.server.access.ApiKeys;
import io.latebind.server.access.ChangeKeys;
import io.latebind.server.access.ChangeMembers;
import io.latebind.server.access.ChangeTeams;
import io.latebind.server.access.ReadAccess;
import io.latebind.server.access.api.AccountRoutes;
import io.latebind.server.access.api.KeyRoutes;
import io.latebind.server.access.api.MemberRoutes;
import io.latebind.server.access.api.TeamRoutes;
import io.latebind.server.access.store.PgTeamStore;
import io.latebind.server.http.ApiRoute;
import java.util.ArrayList;
import java.util.List;

/** Teams, members and API keys. */
final class AccessWiring {
    private AccessWiring() {}

    static List<ApiRoute> routes(Foundation on, ApiKeys keys) {
        PgTeamStore teams = new PgTeamStore();
        ReadAccess reading = new ReadAccess(on.transactor(), teams);
        List<ApiRoute> routes = new ArrayList<>(new AccountRoutes(keys).routes());
        routes.addAll(new KeyRoutes(
                        reading, new ChangeKeys(on.transactor(), teams, on.audit(), on.clock(), on.ids()), on.clock())
                .routes());
        routes.addAll(
                new MemberRoutes(reading, new ChangeMembers(on.transactor(), teams, on.audit(), on.clock(), on.ids()))
                        .routes());
        routes.addAll(new TeamRoutes(reading, new ChangeTeams(on.transactor(), teams, on.audit(), on.clock(), on.ids()))
                .routes());
        return routes;
    }
}
