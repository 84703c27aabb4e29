package io.latebind.cli.rule;

import io.latebind.cli.command.RequestText;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the rules will send to a device. */
final class PreviewText {
    private PreviewText() {}

    static List<String> lines(JsonNode preview) {
        Table table = new Table("RULE", "VERSION", "COMMAND", "BYTES");
        for (JsonNode command : preview.path("commands")) {
            table.row(
                    Cells.text(command, "rule"),
                    command.path("version").asString(""),
                    RequestText.of(command.path("request")),
                    command.path("bytes").asString(""));
        }
        List<String> lines =
                new ArrayList<>(table.isEmpty() ? List.of("The rules have nothing for this device.") : table.lines());
        switch (Cells.text(preview, "finished")) {
            case "implicit" -> lines.add("The service ends them with finished by itself.");
            case "explicit" -> lines.add("A finished command ends them.");
            default -> {}
        }
        if (!table.isEmpty()) {
            lines.add(preview.path("bytes").asString("0") + " bytes in all.");
        }
        for (JsonNode withheld : preview.path("withheld")) {
            lines.add("Withheld: " + Cells.text(withheld, "rule") + ": " + Cells.text(withheld, "reason"));
        }
        return lines;
    }
}
