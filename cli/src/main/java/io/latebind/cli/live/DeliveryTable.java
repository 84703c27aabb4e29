package io.latebind.cli.live;

import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Deliveries of a webhook. */
final class DeliveryTable {
    private DeliveryTable() {}

    static List<String> lines(List<JsonNode> deliveries) {
        Table table = new Table("ID", "STATE", "EVENT", "SUBJECT", "AT", "ATTEMPTS", "LAST ANSWER");
        for (JsonNode delivery : deliveries) {
            table.row(
                    Cells.text(delivery, "id"),
                    Cells.text(delivery, "state"),
                    Cells.text(delivery, "type"),
                    Cells.text(delivery, "subject"),
                    Cells.instant(delivery, "eventAt"),
                    delivery.path("attempts").asString(""),
                    answer(delivery));
        }
        return table.isEmpty() ? List.of("No deliveries.") : table.lines();
    }

    private static String answer(JsonNode delivery) {
        String status = delivery.path("lastStatus").asString("");
        String error = Cells.text(delivery, "lastReason");
        return (status + " " + error).strip();
    }
}
