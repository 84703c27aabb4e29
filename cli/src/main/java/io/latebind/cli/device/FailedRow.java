package io.latebind.cli.device;

import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Counted;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row that was not carried out.
 *
 * @param line in the user's file, from 1
 */
record FailedRow(int line, String message) {
    /** @param sent the rows as they were sent: the service counts from 0 and knows no empty lines */
    static FailedRow of(JsonNode row, List<ClaimRow> sent) {
        int index = row.path("row").asInt(-1);
        int line = index >= 0 && index < sent.size() ? sent.get(index).line() : index + 1;
        return new FailedRow(line, Cells.text(row, "message"));
    }

    ObjectNode json() {
        return JsonMapper.shared().createObjectNode().put("line", line).put("message", message);
    }

    static List<String> lines(List<FailedRow> failed) {
        if (failed.isEmpty()) {
            return List.of();
        }
        Table table = new Table("LINE", "REASON");
        failed.forEach(row -> table.row(String.valueOf(row.line()), row.message()));
        List<String> lines = new ArrayList<>();
        lines.add("Not done: " + Counted.of(failed.size(), "row") + ".");
        lines.addAll(table.lines());
        return lines;
    }
}
