package io.latebind.cli.rule;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Owned;
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

/** {@code latebind rules}. */
@Command(
        name = "rules",
        description = {
            "Shows and changes what all devices with a tag get.",
            "",
            "A rule gives its commands, once, to every device that bears one of its tags. RULE is a rule's name or id. Changing rules needs the role admin."
        },
        subcommands = {ApplyRules.class, ShowRule.class},
        footer = {"Example:", "  latebind rules apply -f rules.yaml"})
public final class RulesCommand {
    private static final String RULE = "Its name or id.";

    @Command(
            name = "list",
            description = "Lists the team's rules in the order in which they are applied.",
            footer = {"Example:", "  latebind rules list --tag pilot"})
    int list(
            @Mixin Session session,
            @Option(names = "--tag", paramLabel = "TAG", description = "Rules that are bound to this tag.") @Nullable
                    String tag,
            @Option(
                            names = "--active",
                            arity = "1",
                            paramLabel = "true|false",
                            description = "Only active ones, or only others.")
                    @Nullable
                    Boolean active) {
        session.showAll(
                RulePlan.RULES.with("tag", tag).with("active", active),
                List.of("RULE", "ACTIVE", "VERSION", "TAGS", "COMMANDS", "ID"),
                rule -> List.of(
                        Cells.text(rule, "name"),
                        Cells.yesNo(rule, "active"),
                        rule.path("version").asString(""),
                        Cells.list(rule, "tags"),
                        String.valueOf(rule.path("commands").size()),
                        Cells.text(rule, "id")),
                "No rules. `latebind rules apply -f rules.yaml` makes some.");
        return 0;
    }

    @Command(
            name = "preview",
            description =
                    "Shows what the rules will send to a device, before it connects, and what they withhold and why.",
            footer = {"Example:", "  latebind rules preview 50363154"})
    int preview(
            @Mixin Session session,
            @Parameters(paramLabel = "DEVICE", description = "A device UUID, or how it begins.") String device) {
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, device);
        JsonNode preview = client.get(Resource.of("/v1/claimed-devices/{}/provisioning/preview", id));
        session.show(preview, () -> PreviewText.lines(preview));
        return 0;
    }

    @Command(
            name = "activate",
            description = "Lets a rule give its commands to devices again.",
            footer = {"Example:", "  latebind rules activate fleet-ca"})
    int activate(@Mixin Session session, @Parameters(paramLabel = "RULE", description = RULE) String rule) {
        return act(session, rule, "/activate", "activated");
    }

    @Command(
            name = "deactivate",
            description = "Keeps a rule from giving its commands to further devices; what it gave before stays.",
            footer = {"Example:", "  latebind rules deactivate fleet-ca"})
    int deactivate(@Mixin Session session, @Parameters(paramLabel = "RULE", description = RULE) String rule) {
        return act(session, rule, "/deactivate", "deactivated");
    }

    private static int act(Session session, String name, String action, String done) {
        ServiceClient client = session.client();
        JsonNode rule = Owned.RULE.find(client, name);
        JsonNode answer = client.send(Call.post(Owned.RULE.one(rule, action))).body();
        session.show(answer, () -> List.of(done + "  " + Cells.text(rule, "name")));
        return 0;
    }

    @Command(
            name = "send",
            description = "Sends the newest version of a rule to the devices that have an older one. Asks first.",
            footer = {"Example:", "  latebind rules send fleet-ca"})
    int send(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "RULE", description = RULE) String name) {
        ServiceClient client = session.client();
        JsonNode rule = Owned.RULE.find(client, name);
        JsonNode reach = client.get(Owned.RULE.one(rule, "/reach"));
        confirmation.demand("Send version " + rule.path("version").asString("") + " of " + Cells.text(rule, "name")
                + " to " + Counted.of(reach.path("devices").path("outdated").asLong(0), "device")
                + " with an older one?");
        JsonNode answer = client.send(Call.post(Owned.RULE.one(rule, "/apply"))).body();
        session.show(
                answer,
                () -> List.of("sent to " + Counted.of(answer.path("devices").asLong(0), "device")
                        + "; they get it at their next visit"));
        return 0;
    }

    @Command(
            name = "delete",
            description = "Deletes a rule; what it gave to devices stays. Asks first.",
            footer = {"Example:", "  latebind rules delete fleet-ca"})
    int delete(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "RULE", description = RULE) String name,
            @Option(names = "--force", description = "Also when devices still wait for it or have open commands of it.")
                    boolean force) {
        ServiceClient client = session.client();
        JsonNode rule = Owned.RULE.find(client, name);
        String id = Cells.text(rule, "id");
        confirmation.demand("Delete the rule " + Cells.text(rule, "name") + "?");
        client.send(Call.delete(force ? RulePlan.rule(id).with("force", true) : RulePlan.rule(id)));
        session.show(Each.done(id), () -> List.of("deleted  " + Cells.text(rule, "name")));
        return 0;
    }
}
