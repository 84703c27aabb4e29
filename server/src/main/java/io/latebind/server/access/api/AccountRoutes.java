package io.latebind.server.access.api;

import io.latebind.server.access.Account;
import io.latebind.server.access.ApiKeys;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.TeamId;
import java.util.List;
import java.util.Locale;

/** {@code GET /v1/account}. */
public final class AccountRoutes {
    private final ApiKeys keys;

    public AccountRoutes(ApiKeys keys) {
        this.keys = keys;
    }

    public List<ApiRoute> routes() {
        return List.of(new ApiRoute(
                HttpMethod.GET,
                "/v1/account",
                Permission.READ_ACCOUNT,
                (_, caller) -> keys.account(caller).map(account -> JsonAnswer.of(200, AccountView.of(account)))));
    }

    private record AccountView(TeamView team, MemberView member, String role) {
        record TeamView(TeamId id, String name, boolean operating) {}

        record MemberView(MemberId id, String name) {}

        static AccountView of(Account account) {
            return new AccountView(
                    new TeamView(account.team(), account.teamName(), account.operatingTeam()),
                    new MemberView(account.member(), account.memberName()),
                    account.role().name().toLowerCase(Locale.ROOT));
        }
    }
}
