package io.latebind.cli.command;

import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A device's provisioning configuration, in order, with the warnings under it. */
public final class QueueTable {
    private QueueTable() {}

    public static List<String> lines(List<JsonNode> queue) {
        Table table = new Table("#", "ID", "COMMAND", "STATUS", "ATTEMPTS", "RESULT");
        List<String> warnings = new ArrayList<>();
        for (int place = 1; place <= queue.size(); place++) {
            JsonNode command = queue.get(place - 1);
            table.row(
                    String.valueOf(place),
                    Cells.text(command, "id"),
                    RequestText.of(command.path("request")),
                    Cells.text(command, "status"),
                    command.path("attempts").asString(""),
                    ResultText.of(command));
            for (JsonNode warning : command.path("warnings")) {
                warnings.add("Warning for " + place + ": " + warning.asString(""));
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(warnings);
        return lines;
    }
}
