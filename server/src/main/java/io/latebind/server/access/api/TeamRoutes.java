package io.latebind.server.access.api;

import static io.latebind.server.kernel.Permission.OPERATE;

import io.latebind.server.access.ChangeTeams;
import io.latebind.server.access.ReadAccess;
import io.latebind.server.access.Team;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.JsonBody;
import io.latebind.server.http.PathId;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.http.ShortList;
import io.latebind.server.kernel.CanonicalUuid;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The REST calls on teams, for owners of the operating team (specification 7, 7.1). */
public final class TeamRoutes {
    private static final String TEAMS = "/v1/teams";
    private static final String TEAM = TEAMS + "/{id}";

    private final ReadAccess reading;
    private final ChangeTeams changing;

    public TeamRoutes(ReadAccess reading, ChangeTeams changing) {
        this.reading = reading;
        this.changing = changing;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, TEAMS, OPERATE, this::list),
                new ApiRoute(HttpMethod.POST, TEAMS, OPERATE, this::found),
                PathId.route(
                        HttpMethod.GET,
                        TEAM,
                        OPERATE,
                        TeamRoutes::id,
                        (_, _, id) -> reading.team(id).map(TeamRoutes::shown)),
                PathId.route(HttpMethod.PATCH, TEAM, OPERATE, TeamRoutes::id, this::rename),
                PathId.route(
                        HttpMethod.DELETE,
                        TEAM,
                        OPERATE,
                        TeamRoutes::id,
                        (_, caller, id) -> changing.close(caller, id).map(_ -> HttpAnswer.empty(204))));
    }

    private record TeamView(TeamId id, String name, boolean operating, Instant createdAt) {
        static TeamView of(Team team) {
            return new TeamView(team.id(), team.name(), team.operating(), team.createdAt());
        }
    }

    private record FoundedView(
            TeamId id, String name, boolean operating, Instant createdAt, MemberId ownerId, KeyView apiKey) {}

    private static HttpAnswer shown(Team team) {
        return JsonAnswer.of(200, TeamView.of(team));
    }

    private static Optional<TeamId> id(String text) {
        return CanonicalUuid.parse(text).map(TeamId::new);
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return query.accept(() -> page)
                .then(_ -> ShortList.cut(reading.teams(), team -> team.id(), page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(TeamView::of).toList(), found.total(), found.nextPageToken())));
    }

    private record NewTeam(String name, String ownerName) {}

    private Outcome<HttpAnswer> found(HttpCall call, Principal caller) {
        return JsonBody.fields(call)
                .then(body -> {
                    String name = AccessFields.requireName(body, "name");
                    String ownerName =
                            AccessFields.optionalName(body, "ownerName").orElse("owner");
                    return body.accept(() -> new NewTeam(name, ownerName));
                })
                .map(wanted -> changing.found(caller, wanted.name(), wanted.ownerName()))
                .map(founded -> JsonAnswer.of(
                        201,
                        new FoundedView(
                                founded.team().id(),
                                founded.team().name(),
                                false,
                                founded.team().createdAt(),
                                founded.owner().id(),
                                KeyView.made(founded.key(), founded.team().createdAt()))));
    }

    private Outcome<HttpAnswer> rename(HttpCall call, Principal caller, TeamId id) {
        return JsonBody.fields(call)
                .then(body -> {
                    String name = AccessFields.requireName(body, "name");
                    return body.accept(() -> name);
                })
                .then(name -> changing.rename(caller, id, name))
                .map(TeamRoutes::shown);
    }
}
