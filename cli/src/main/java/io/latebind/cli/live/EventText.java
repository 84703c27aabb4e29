package io.latebind.cli.live;

import io.latebind.cli.table.Cells;
import io.latebind.cli.table.VisibleText;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An event in a line. */
final class EventText {
    private static final String PREFIX = "io.latebind.";

    private EventText() {}

    /** {@code device.status}, without what stands before it in CloudEvents. */
    static String type(JsonNode event) {
        String type = Cells.text(event, "type");
        return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
    }

    static String line(JsonNode event) {
        String data = event.path("data").properties().stream()
                .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
                .collect(Collectors.joining(" "));
        return (Cells.instant(event, "time") + "  " + type(event) + "  " + Cells.text(event, "subject") + "  "
                        + VisibleText.oneLine(data))
                .stripTrailing();
    }

    private static String value(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}
