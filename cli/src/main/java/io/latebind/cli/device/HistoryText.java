package io.latebind.cli.device;

import io.latebind.cli.table.Cells;
import io.latebind.cli.table.VisibleText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An event of a device's history: a line, and the way out under it where there is one. */
final class HistoryText {
    private HistoryText() {}

    static List<String> lines(JsonNode event) {
        List<String> lines = new ArrayList<>();
        String address = Cells.text(event.path("from"), "address");
        lines.add(Cells.instant(event, "at") + "  " + Cells.text(event, "kind") + "  "
                + VisibleText.oneLine(Cells.text(event, "text"))
                + (address.isEmpty() ? "" : "  (from " + address + ")"));
        String advice = VisibleText.oneLine(Cells.text(event, "advice"));
        if (!advice.isEmpty()) {
            lines.add("    " + advice);
        }
        return lines;
    }
}
