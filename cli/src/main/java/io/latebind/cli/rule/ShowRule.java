package io.latebind.cli.rule;

import io.latebind.cli.client.Owned;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.client.YamlFile;
import io.latebind.cli.command.RequestText;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind rules show}. */
@Command(
        name = "show",
        description = "Shows a rule, its commands, and the devices that it reaches.",
        footer = {"Examples:", "  latebind rules show fleet-ca", "  latebind rules show fleet-ca --yaml > fleet-ca.yaml"
        })
final class ShowRule implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "RULE", description = "Its name or id.")
    private String name = "";

    @Option(
            names = "--yaml",
            description = "Print it as `rules apply` reads it. Secrets are not in it: the service never shows them.")
    private boolean yaml;

    @Override
    public Integer call() {
        ServiceClient client = session.client();
        JsonNode rule = Owned.RULE.find(client, name);
        if (yaml) {
            session.print(YamlFile.text(document(rule)));
            return 0;
        }
        JsonNode reach = client.get(Owned.RULE.one(rule, "/reach"));
        ObjectNode whole = rule.deepCopy().asObject();
        whole.set("reach", reach);
        session.show(whole, () -> lines(rule, reach));
        return 0;
    }

    private static ObjectNode document(JsonNode rule) {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        for (String field : List.of("name", "description", "active", "tags", "trust", "commands")) {
            if (rule.has(field)) {
                document.set(field, rule.get(field).deepCopy());
            }
        }
        for (JsonNode command : document.path("commands")) {
            ((ObjectNode) command).remove("warnings");
        }
        return document;
    }

    private static List<String> lines(JsonNode rule, JsonNode reach) {
        List<String> lines = new ArrayList<>(new Facts()
                .fact("Rule", Cells.text(rule, "name"))
                .fact("Description", Cells.text(rule, "description"))
                .fact("Active", Cells.yesNo(rule, "active"))
                .fact("Version", rule.path("version").asString(""))
                .fact("Tags", Cells.list(rule, "tags"))
                .fact("Trust", Cells.text(rule, "trust"))
                .fact("Id", Cells.text(rule, "id"))
                .fact("Made", Cells.instant(rule, "createdAt") + " by " + Cells.text(rule, "createdBy"))
                .fact("Changed", Cells.instant(rule, "updatedAt"))
                .lines());
        lines.add("");
        Table commands = new Table("#", "COMMAND", "DESCRIPTION");
        List<String> warnings = new ArrayList<>();
        int place = 0;
        for (JsonNode command : rule.path("commands")) {
            place++;
            for (JsonNode warning : command.path("warnings")) {
                warnings.add("Warning for " + place + ": " + warning.asString(""));
            }
            commands.row(
                    String.valueOf(place), RequestText.of(command.path("request")), Cells.text(command, "description"));
        }
        lines.addAll(commands.lines());
        lines.addAll(warnings);
        lines.add("");
        lines.addAll(ReachText.lines(reach));
        return lines;
    }
}
