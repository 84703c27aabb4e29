package io.latebind.cli.rule;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Counted;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind tags}. */
@Command(
        name = "tags",
        description = {
            "Lists and deletes tags, which name groups of devices.",
            "",
            "Rules are bound to tags. A tag that a claim or a rule uses is made by itself. `latebind devices tag` gives tags to devices and takes them away."
        },
        footer = {"Example:", "  latebind tags list"})
public final class TagsCommand {
    private static final Resource TAGS = Resource.of("/v1/provisioning/tags");

    @Command(
            name = "list",
            description =
                    "Lists the tags with the number of devices that bear them and the rules that are bound to them.",
            footer = {"Example:", "  latebind tags list"})
    int list(@Mixin Session session) {
        session.showAll(
                TAGS,
                List.of("TAG", "DEVICES", "RULES", "DESCRIPTION"),
                tag -> List.of(
                        Cells.text(tag, "tag"),
                        tag.path("devices").asString(""),
                        Cells.list(tag, "rules"),
                        Cells.text(tag, "description")),
                "No tags. `latebind claim TOKEN --tags TAG` gives a device one.");
        return 0;
    }

    @Command(
            name = "create",
            description = "Makes a tag, or changes its description.",
            footer = {"Example:", "  latebind tags create pilot --description \"The first hundred\""})
    int create(
            @Mixin Session session,
            @Parameters(paramLabel = "TAG", description = "Its name.") String tag,
            @Option(names = "--description", paramLabel = "TEXT", description = "Words for people.") @Nullable
                    String description) {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("tag", tag);
        if (description != null) {
            body.put("description", description);
        }
        JsonNode made = session.client().send(Call.post(TAGS, body)).body();
        session.show(made, () -> List.of("made  " + tag));
        return 0;
    }

    @Command(
            name = "delete",
            description = {
                "Deletes a tag. Asks first.",
                "",
                "One that devices bear or rules are bound to is only deleted with --force, which takes it from them."
            },
            footer = {"Example:", "  latebind tags delete pilot"})
    int delete(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "TAG", description = "Its name.") String tag,
            @Option(names = "--force", description = "Take it from devices and rules.") boolean force) {
        ServiceClient client = session.client();
        Resource resource = Resource.of("/v1/provisioning/tags/{}", tag);
        JsonNode use = client.send(Call.delete(resource.with("dryrun", true))).body();
        confirmation.demand("Delete the tag " + tag + ", which "
                + Counted.of(use.path("devices").asLong(0), "device") + " and "
                + Counted.of(use.path("rules").size(), "rule") + " have?");
        client.send(Call.delete(force ? resource.with("force", true) : resource));
        session.show(Each.done(tag), () -> List.of("deleted  " + tag));
        return 0;
    }
}
