package io.latebind.server.access.api;

import static io.latebind.server.kernel.Permission.CHANGE_MEMBERS;

import io.latebind.server.access.ChangeMembers;
import io.latebind.server.access.Member;
import io.latebind.server.access.ReadAccess;
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
import io.latebind.server.kernel.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The REST calls on members (specification 7, 7.1). */
public final class MemberRoutes {
    private static final String MEMBERS = "/v1/members";
    private static final String MEMBER = MEMBERS + "/{id}";

    private final ReadAccess reading;
    private final ChangeMembers changing;

    public MemberRoutes(ReadAccess reading, ChangeMembers changing) {
        this.reading = reading;
        this.changing = changing;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, MEMBERS, CHANGE_MEMBERS, this::list),
                new ApiRoute(HttpMethod.POST, MEMBERS, CHANGE_MEMBERS, this::add),
                PathId.route(
                        HttpMethod.GET,
                        MEMBER,
                        CHANGE_MEMBERS,
                        MemberRoutes::id,
                        (_, caller, id) -> reading.member(caller, id).map(MemberRoutes::shown)),
                PathId.route(HttpMethod.PATCH, MEMBER, CHANGE_MEMBERS, MemberRoutes::id, this::change),
                PathId.route(
                        HttpMethod.DELETE,
                        MEMBER,
                        CHANGE_MEMBERS,
                        MemberRoutes::id,
                        (_, caller, id) -> changing.remove(caller, id).map(_ -> HttpAnswer.empty(204))));
    }

    private record MemberView(MemberId id, String name, String role, Instant createdAt) {
        static MemberView of(Member member) {
            return new MemberView(member.id(), member.name(), member.role().shown(), member.createdAt());
        }
    }

    private static HttpAnswer shown(Member member) {
        return JsonAnswer.of(200, MemberView.of(member));
    }

    private static Optional<MemberId> id(String text) {
        return CanonicalUuid.parse(text).map(MemberId::new);
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return query.accept(() -> page)
                .then(_ -> ShortList.cut(reading.members(caller), member -> member.id(), page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(MemberView::of).toList(), found.total(), found.nextPageToken())));
    }

    private record NewMember(String name, Role role) {}

    private Outcome<HttpAnswer> add(HttpCall call, Principal caller) {
        return JsonBody.fields(call)
                .then(body -> {
                    String name = AccessFields.requireName(body, "name");
                    Role role = AccessFields.requireRole(body);
                    return body.accept(() -> new NewMember(name, role));
                })
                .then(wanted -> changing.add(caller, wanted.name(), wanted.role()))
                .map(member -> JsonAnswer.of(201, MemberView.of(member)));
    }

    private record MemberChange(Optional<String> name, Optional<Role> role) {}

    private Outcome<HttpAnswer> change(HttpCall call, Principal caller, MemberId id) {
        return JsonBody.fields(call)
                .then(body -> {
                    Optional<String> name = AccessFields.optionalName(body, "name");
                    Optional<Role> role = AccessFields.role(body);
                    return body.accept(() -> new MemberChange(name, role));
                })
                .then(wanted -> changing.change(caller, id, wanted.name(), wanted.role()))
                .map(MemberRoutes::shown);
    }
}
