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
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind keys}. */
@Command(
        name = "keys",
        description = {
            "Makes, rotates and revokes API keys.",
            "",
            "Each acts for one member of the team with one role: viewer, editor, admin or owner. KEY is a key's id, or its name when only one working key has it."
        },
        footer = {"Example:", "  latebind keys create \"build server\" --role editor --out build.key"})
public final class KeysCommand {
    private static final Resource KEYS = Resource.of("/v1/api-keys");
    private static final String EXPIRES =
            "When it ends: an instant like 2027-01-31T00:00:00Z, or days from now like 90d (default: never).";

    @Command(
            name = "list",
            description = "Lists keys, without their text: your own, and as an admin the whole team's.",
            footer = {"Example:", "  latebind keys list"})
    int list(@Mixin Session session) {
        session.showAll(
                KEYS,
                List.of("ID", "NAME", "ROLE", "STATE", "EXPIRES", "LAST USED", "FROM"),
                key -> List.of(
                        Cells.text(key, "id"),
                        Cells.text(key, "name"),
                        Cells.text(key, "role"),
                        Cells.text(key, "state"),
                        Cells.instant(key, "expiresAt"),
                        Cells.instant(key, "lastUsedAt"),
                        Cells.text(key, "lastUsedFrom")),
                "No keys.");
        return 0;
    }

    @Command(
            name = "create",
            description = "Makes a key. Its text is shown this once.",
            footer = {"Example:", "  latebind keys create build --role editor --expires 90d --out build.key"})
    int create(
            @Mixin Session session,
            @Mixin SecretOutput output,
            @Parameters(paramLabel = "NAME", description = "What it is for.") String name,
            @Option(
                            names = "--member",
                            paramLabel = "MEMBER",
                            description = "Id or name of the member it acts for (default: you).")
                    @Nullable
                    String member,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description =
                                    "viewer, editor, admin or owner (default: the weaker one of yours and the member's).")
                    @Nullable
                    String role,
            @Option(names = "--expires", paramLabel = "TIME", description = EXPIRES) @Nullable String expires)
            throws IOException {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("name", name);
        Expiry.put(body, expires, session);
        if (role != null) {
            body.put("role", role.toLowerCase(Locale.ROOT));
        }
        ServiceClient client = session.client();
        if (member != null) {
            body.put("memberId", MembersCommand.id(client, member));
        }
        make(session, output, client, Call.post(KEYS, body));
        return 0;
    }

    @Command(
            name = "rotate",
            description = {
                "Replaces a key by a new one.",
                "",
                "It has the same name, member and role; the old one goes on opening for a while."
            },
            footer = {"Example:", "  latebind keys rotate \"build server\" --overlap 3600 --out build.key"})
    int rotate(
            @Mixin Session session,
            @Mixin SecretOutput output,
            @Parameters(paramLabel = "KEY", description = "Its id or name.") String key,
            @Option(
                            names = "--overlap",
                            paramLabel = "SECONDS",
                            description = "How long the old key goes on opening (default: 86400, a day).")
                    @Nullable
                    Integer overlap,
            @Option(names = "--expires", paramLabel = "TIME", description = EXPIRES) @Nullable String expires)
            throws IOException {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        Expiry.put(body, expires, session);
        if (overlap != null) {
            body.put("overlapSeconds", overlap);
        }
        ServiceClient client = session.client();
        make(session, output, client, Call.post(Resource.of("/v1/api-keys/{}/rotate", id(client, key)), body));
        return 0;
    }

    private static void make(Session session, SecretOutput output, ServiceClient client, Call call) throws IOException {
        output.prepare(session);
        JsonNode made;
        try {
            made = client.send(call).body();
        } catch (CommandFailed failed) {
            output.abandon();
            throw failed;
        }
        output.tell(
                session,
                made,
                new Facts()
                        .fact("id", Cells.text(made, "id"))
                        .fact("name", Cells.text(made, "name"))
                        .fact("role", Cells.text(made, "role"))
                        .fact("expires", Cells.instant(made, "expiresAt"))
                        .lines());
    }

    @Command(
            name = "revoke",
            description = "Ends keys at once. Asks first.",
            footer = {"Example:", "  latebind keys revoke \"build server\""})
    int revoke(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "KEY", arity = "1..*", description = "Their ids or names.") List<String> keys) {
        ServiceClient client = session.client();
        List<String> ids = keys.stream().map(key -> id(client, key)).distinct().toList();
        confirmation.demand("Revoke " + String.join(", ", keys) + "? Whoever uses it is shut out at once.");
        return Each.of(session, ids, "revoked", id -> client.send(Call.delete(Resource.of("/v1/api-keys/{}", id))));
    }

    private static String id(ServiceClient client, String text) {
        return Named.id(
                client, KEYS, text, key -> Cells.text(key, "state").equals("ACTIVE"), "key", "latebind keys list");
    }
}
