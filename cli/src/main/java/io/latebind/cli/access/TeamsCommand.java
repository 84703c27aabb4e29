package io.latebind.cli.access;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind teams}. */
@Command(
        name = "teams",
        description = {
            "The teams of this deployment.",
            "",
            "None sees anything of another. For owners of the operating team. TEAM is a team's id, or its name when only one has it."
        },
        footer = {"Example:", "  latebind teams create \"Meters North\" --out north.key"})
public final class TeamsCommand {
    private static final Resource TEAMS = Resource.of("/v1/teams");

    @Command(
            name = "list",
            description = "Lists all teams.",
            footer = {"Example:", "  latebind teams list"})
    int list(@Mixin Session session) {
        session.showAll(
                TEAMS,
                List.of("ID", "NAME", "OPERATING", "SINCE"),
                team -> List.of(
                        Cells.text(team, "id"),
                        Cells.text(team, "name"),
                        Cells.yesNo(team, "operating"),
                        Cells.instant(team, "createdAt")),
                "No teams.");
        return 0;
    }

    @Command(
            name = "create",
            description = "Makes a team with its first owner. The owner's key is shown this once.",
            footer = {"Example:", "  latebind teams create \"Meters North\" --owner Astrid --out north.key"})
    int create(
            @Mixin Session session,
            @Mixin SecretOutput output,
            @Parameters(paramLabel = "NAME", description = "The team's name.") String name,
            @Option(names = "--owner", paramLabel = "NAME", description = "The first owner's name (default: owner).")
                    @Nullable
                    String owner)
            throws IOException {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("name", name);
        if (owner != null) {
            body.put("ownerName", owner);
        }
        ServiceClient client = session.client();
        output.prepare(session);
        JsonNode team;
        try {
            team = client.send(Call.post(TEAMS, body)).body();
        } catch (CommandFailed failed) {
            output.abandon();
            throw failed;
        }
        ObjectNode key = team.path("apiKey").deepCopy().asObject();
        key.put("teamId", Cells.text(team, "id"));
        key.put("teamName", Cells.text(team, "name"));
        output.tell(
                session,
                key,
                new Facts()
                        .fact("team", Cells.text(team, "id"))
                        .fact("name", Cells.text(team, "name"))
                        .fact("owner", Cells.text(team, "ownerId"))
                        .lines());
        return 0;
    }

    @Command(
            name = "rename",
            description = "Gives a team another name.",
            footer = {"Example:", "  latebind teams rename \"Meters North\" \"Meters Nordland\""})
    int rename(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "TEAM", description = "Id or name.") String team,
            @Parameters(index = "1", paramLabel = "NAME", description = "The new name.") String name) {
        ServiceClient client = session.client();
        ObjectNode body = JsonMapper.shared().createObjectNode().put("name", name);
        JsonNode renamed = client.send(Call.patch(Resource.of("/v1/teams/{}", id(client, team)), body))
                .body();
        session.show(
                renamed, () -> List.of("renamed  " + Cells.text(renamed, "id") + "  " + Cells.text(renamed, "name")));
        return 0;
    }

    @Command(
            name = "close",
            description = "Closes a team that holds no claimed devices; its keys open nothing any more. Asks first.",
            footer = {"Example:", "  latebind teams close \"Meters North\""})
    int close(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "TEAM", description = "Id or name.") String team) {
        ServiceClient client = session.client();
        String id = id(client, team);
        confirmation.demand("Close the team " + team + "?");
        client.send(Call.delete(Resource.of("/v1/teams/{}", id)));
        session.show(Each.done(id), () -> List.of("closed  " + team));
        return 0;
    }

    private static String id(ServiceClient client, String text) {
        return Named.id(client, TEAMS, text, _ -> true, "team", "latebind teams list");
    }
}
