package io.latebind.cli.live;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.ArrayList;
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

/** {@code latebind webhooks}. */
@Command(
        name = "webhooks",
        description = {
            "Lets the service post events to other programs.",
            "",
            "Each webhook is an address; what is posted there is signed with a secret that is shown once. ID is a webhook's id, as `webhooks list` shows it."
        },
        footer = {"Example:", "  latebind webhooks create https://example.com/hook --type device.status"})
public final class WebhooksCommand {
    private static final Resource WEBHOOKS = Resource.of("/v1/webhooks");
    private static final String ID = "A webhook's id.";

    @Command(
            name = "list",
            description = "Lists the webhooks.",
            footer = {"Example:", "  latebind webhooks list"})
    int list(@Mixin Session session) {
        session.showAll(
                WEBHOOKS,
                List.of("ID", "ACTIVE", "URL", "TYPES", "TAGS", "FAILING SINCE", "LAST FAILURE"),
                hook -> List.of(
                        Cells.text(hook, "id"),
                        Cells.yesNo(hook, "active"),
                        Cells.text(hook, "url"),
                        Cells.list(hook, "types"),
                        Cells.list(hook, "tags"),
                        Cells.instant(hook, "failingSince"),
                        Cells.text(hook, "lastFailure")),
                "No webhooks.");
        return 0;
    }

    @Command(
            name = "create",
            description = "Makes a webhook. Its secret is shown this once.",
            footer = {"Example:", "  latebind webhooks create https://example.com/hook --type command.failed"})
    int create(
            @Mixin Session session,
            @Parameters(paramLabel = "URL", description = "Where to post, https.") String url,
            @Option(
                            names = "--type",
                            split = ",",
                            paramLabel = "TYPES",
                            description =
                                    "Kinds of events, with commas between, like device.status or device.* (default: all).")
                    @Nullable
                    List<String> types,
            @Option(
                            names = "--tag",
                            split = ",",
                            paramLabel = "TAGS",
                            description = "Only events of devices that bear one of these tags.")
                    @Nullable
                    List<String> tags,
            @Option(names = "--description", paramLabel = "TEXT", description = "Words for people.") @Nullable
                    String description) {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("url", url);
        if (types != null) {
            types.forEach(body.putArray("types")::add);
        }
        if (tags != null) {
            tags.forEach(body.putArray("tags")::add);
        }
        if (description != null) {
            body.put("description", description);
        }
        JsonNode made = session.client().send(Call.post(WEBHOOKS, body)).body();
        session.show(
                made,
                () -> List.of(
                        "made  " + Cells.text(made, "id") + "  " + Cells.text(made, "url"),
                        "secret: " + Cells.text(made, "secret"),
                        "It is shown this once: keep it where the receiver checks signatures.",
                        "Next: `latebind webhooks test " + Cells.text(made, "id") + "`"));
        return 0;
    }

    @Command(
            name = "rotate",
            description = "Gives a webhook a new secret; for a day both sign.",
            footer = {"Example:", "  latebind webhooks rotate 0193f1c2-6a1e-7b43-9c55-2f1f5d8d7a10"})
    int rotate(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(
                            names = "--overlap",
                            paramLabel = "SECONDS",
                            description = "How long the old secret signs as well (default: 86400, a day).")
                    @Nullable
                    Integer overlap) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        if (overlap != null) {
            body.put("overlapSeconds", overlap);
        }
        JsonNode made = session.client()
                .send(Call.post(Resource.of("/v1/webhooks/{}/rotate", id), body))
                .body();
        session.show(
                made,
                () -> List.of(
                        "secret: " + Cells.text(made, "secret"),
                        "It is shown this once. The old one signs as well until "
                                + Cells.instant(made, "oldSecretUntil") + "."));
        return 0;
    }

    @Command(
            name = "delete",
            description = "Deletes a webhook with what it has not delivered. Asks first.",
            footer = {"Example:", "  latebind webhooks delete 0193f1c2-6a1e-7b43-9c55-2f1f5d8d7a10"})
    int delete(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "ID", description = ID) String id) {
        ServiceClient client = session.client();
        confirmation.demand("Delete the webhook " + id + "?");
        client.send(Call.delete(Resource.of("/v1/webhooks/{}", id)));
        session.show(Each.done(id), () -> List.of("deleted  " + id));
        return 0;
    }

    @Command(
            name = "activate",
            description = {
                "Lets a webhook deliver again.",
                "",
                "Also one that the service switched off because it failed for days."
            },
            footer = {"Example:", "  latebind webhooks activate 0193f1c2-6a1e-7b43-9c55-2f1f5d8d7a10"})
    int activate(@Mixin Session session, @Parameters(paramLabel = "ID", description = ID) String id) {
        return setActive(session, id, true);
    }

    @Command(
            name = "deactivate",
            description = "Keeps a webhook from delivering.",
            footer = {"Example:", "  latebind webhooks deactivate 0193f1c2-6a1e-7b43-9c55-2f1f5d8d7a10"})
    int deactivate(@Mixin Session session, @Parameters(paramLabel = "ID", description = ID) String id) {
        return setActive(session, id, false);
    }

    private static int setActive(Session session, String id, boolean active) {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("active", active);
        JsonNode changed = session.client()
                .send(Call.patch(Resource.of("/v1/webhooks/{}", id), body))
                .body();
        session.show(changed, () -> List.of((active ? "activated  " : "deactivated  ") + id));
        return 0;
    }

    @Command(
            name = "test",
            description = "Sends a test event to a webhook; `webhooks deliveries` tells how it went.",
            footer = {"Example:", "  latebind webhooks test 0193f1c2-6a1e-7b43-9c55-2f1f5d8d7a10"})
    int test(@Mixin Session session, @Parameters(paramLabel = "ID", description = ID) String id) {
        JsonNode answer = session.client()
                .send(Call.post(Resource.of("/v1/webhooks/{}/test", id)))
                .body();
        session.show(
                answer,
                () -> List.of(
                        "A test event is on its way. `latebind webhooks deliveries " + id + "` tells how it went."));
        return 0;
    }

    @Command(
            name = "deliveries",
            description = "Lists what was delivered to a webhook and what was not, the newest first.",
            footer = {"Example:", "  latebind webhooks deliveries 0193f1c2-6a1e-7b43-9c55-2f1f5d8d7a10 --state dead"})
    int deliveries(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(names = "--state", paramLabel = "STATE", description = "pending, delivered or dead (given up).")
                    @Nullable
                    String state,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "How many at most; 0 for all (default: ${DEFAULT-VALUE}).")
                    int limit) {
        Pages.Items found = Pages.read(
                session.client(),
                Resource.of("/v1/webhooks/{}/deliveries", id)
                        .with("state", state == null ? null : state.toUpperCase(Locale.ROOT))
                        .with("pageSort", "desc"),
                limit);
        session.show(found.json(), () -> {
            List<String> lines = new ArrayList<>(DeliveryTable.lines(found.items()));
            lines.addAll(found.rest("deliveries"));
            return lines;
        });
        return 0;
    }

    @Command(
            name = "replay",
            description = "Delivers once more: one delivery, or without DELIVERY all that were given up.",
            footer = {"Example:", "  latebind webhooks replay 0193f1c2-6a1e-7b43-9c55-2f1f5d8d7a10"})
    int replay(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "ID", description = ID) String id,
            @Parameters(index = "1", arity = "0..1", paramLabel = "DELIVERY", description = "A delivery's id.")
                    @Nullable
                    String delivery) {
        Resource resource = delivery == null
                ? Resource.of("/v1/webhooks/{}/replay", id)
                : Resource.of("/v1/webhooks/{}/deliveries/{}/replay", id, delivery);
        JsonNode answer = session.client().send(Call.post(resource)).body();
        session.show(
                answer,
                () -> List.of((delivery == null
                                ? answer.path("deliveries").asString("0") + " deliveries are"
                                : "The delivery is")
                        + " on the way again. `latebind webhooks deliveries " + id + "` tells how it went."));
        return 0;
    }
}
