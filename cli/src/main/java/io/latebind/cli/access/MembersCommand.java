package io.latebind.cli.access;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind members}. */
@Command(
        name = "members",
        description = {
            "The members of the team and their roles.",
            "",
            "`latebind keys create --member` makes a key for one. MEMBER is a member's id, or the name when only one has it."
        },
        footer = {"Example:", "  latebind members add Astrid --role editor"})
public final class MembersCommand {
    private static final Resource MEMBERS = Resource.of("/v1/members");

    @Command(
            name = "list",
            description = "Lists the members of the team.",
            footer = {"Example:", "  latebind members list"})
    int list(@Mixin Session session) {
        session.showAll(
                MEMBERS,
                List.of("ID", "NAME", "ROLE", "SINCE"),
                member -> List.of(
                        Cells.text(member, "id"),
                        Cells.text(member, "name"),
                        Cells.text(member, "role"),
                        Cells.instant(member, "createdAt")),
                "No members.");
        return 0;
    }

    @Command(
            name = "add",
            description = "Adds a member. Make a key for them next.",
            footer = {"Example:", "  latebind members add Astrid --role editor"})
    int add(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "The member's name.") String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "viewer, editor, admin or owner.")
                    String role) {
        ObjectNode body =
                JsonMapper.shared().createObjectNode().put("name", name).put("role", role.toLowerCase(Locale.ROOT));
        JsonNode member = session.client().send(Call.post(MEMBERS, body)).body();
        session.show(
                member,
                () -> List.of(
                        "added  " + Cells.text(member, "id") + "  " + Cells.text(member, "name") + "  "
                                + Cells.text(member, "role"),
                        "Next: `latebind keys create NAME --member " + Cells.text(member, "id") + " --out FILE`"));
        return 0;
    }

    @Command(
            name = "change",
            description = "Changes the name or role of a member; their keys follow at once.",
            footer = {"Example:", "  latebind members change Astrid --role viewer"})
    int change(
            @Mixin Session session,
            @Parameters(paramLabel = "MEMBER", description = "Id or name.") String member,
            @Option(names = "--name", paramLabel = "NAME", description = "The new name.") @Nullable String name,
            @Option(names = "--role", paramLabel = "ROLE", description = "The new role.") @Nullable String role) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        if (name != null) {
            body.put("name", name);
        }
        if (role != null) {
            body.put("role", role.toLowerCase(Locale.ROOT));
        }
        if (body.isEmpty()) {
            throw session.wrong("What is to change? --name NAME or --role ROLE");
        }
        ServiceClient client = session.client();
        JsonNode changed = client.send(Call.patch(Resource.of("/v1/members/{}", id(client, member)), body))
                .body();
        session.show(
                changed,
                () -> List.of("changed  " + Cells.text(changed, "id") + "  " + Cells.text(changed, "name") + "  "
                        + Cells.text(changed, "role")));
        return 0;
    }

    @Command(
            name = "remove",
            description =
                    "Removes a member and ends their keys at once; what they claimed and queued stays. Asks first.",
            footer = {"Example:", "  latebind members remove Astrid"})
    int remove(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "MEMBER", description = "Id or name.") String member) {
        ServiceClient client = session.client();
        String id = id(client, member);
        confirmation.demand("Remove the member " + member + " and end their keys?");
        client.send(Call.delete(Resource.of("/v1/members/{}", id)));
        session.show(Each.done(id), () -> List.of("removed  " + member));
        return 0;
    }

    static String id(ServiceClient client, String text) {
        return Named.id(client, MEMBERS, text, _ -> true, "member", "latebind members list");
    }
}
