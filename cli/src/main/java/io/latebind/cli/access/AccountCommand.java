package io.latebind.cli.access;

import io.latebind.cli.client.Resource;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code latebind account}. */
@Command(
        name = "account",
        description = "Shows for which team and member the API key acts, and its role.",
        footer = {"Example:", "  latebind account"})
public final class AccountCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Override
    public Integer call() {
        JsonNode account = session.client().get(Resource.of("/v1/account"));
        JsonNode team = account.path("team");
        session.show(
                account,
                () -> new Facts()
                        .fact(
                                "Team",
                                Cells.text(team, "name") + " (" + Cells.text(team, "id") + ")"
                                        + (team.path("operating").asBoolean(false) ? ", the operating team" : ""))
                        .fact(
                                "Member",
                                Cells.text(account.path("member"), "name") + " ("
                                        + Cells.text(account.path("member"), "id") + ")")
                        .fact("Role", Cells.text(account, "role"))
                        .lines());
        return 0;
    }
}
