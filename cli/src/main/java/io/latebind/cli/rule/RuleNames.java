package io.latebind.cli.rule;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.table.Cells;
import io.latebind.contract.device.CommandId;
import tools.jackson.databind.JsonNode;

/** Rules as users name them: by name, or by id. */
final class RuleNames {
    private RuleNames() {}

    /** @throws CommandFailed when there is none */
    static JsonNode find(ServiceClient client, String text) {
        return Pages.read(client, RulePlan.RULES.with("name", text), 0).items().stream()
                .filter(rule -> Cells.text(rule, "name").equals(text))
                .findFirst()
                .orElseGet(() -> byId(client, text));
    }

    private static JsonNode byId(ServiceClient client, String text) {
        if (CommandId.parse(text).isEmpty()) {
            throw CommandFailed.failed(
                    "There is no rule called " + text + ".", "`latebind rules list` shows the rules.");
        }
        return client.get(RulePlan.rule(text));
    }
}
