package io.latebind.cli.rule;

import io.latebind.cli.table.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Whom a rule reaches and with how much, in words. */
final class ReachText {
    private ReachText() {}

    /** Empty when the service tells nothing. */
    static List<String> lines(JsonNode reach) {
        JsonNode devices = reach.path("devices");
        if (!devices.isObject()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("reaches " + number(devices, "willReceive") + " of "
                + Counted.of(devices.path("tagged").asLong(0), "device") + " with its tags at their next visit"
                + (reach.has("bytesPerDevice")
                        ? ", " + Counted.of(reach.path("commands").asLong(0), "command") + " and "
                                + number(reach, "bytesPerDevice") + " bytes each"
                        : ""));
        add(lines, devices, "received", "had it before", "");
        add(lines, devices, "outdated", "keep an older version", " (`latebind rules send NAME` sends them the newest)");
        add(lines, devices, "waiting", "wait for room in their queue", "");
        add(lines, devices, "notTrusted", "passed over, without an entry in the identity registry", "");
        add(lines, devices, "suspended", "get it when they are no longer in ERROR or BLOCKED", "");
        reach.path("warnings").forEach(warning -> lines.add("Warning: " + warning.asString("")));
        return lines;
    }

    private static void add(List<String> lines, JsonNode devices, String name, String words, String advice) {
        if (devices.path(name).asLong(0) > 0) {
            lines.add(words + ": " + number(devices, name) + advice);
        }
    }

    private static String number(JsonNode object, String name) {
        return String.format(Locale.ROOT, "%,d", object.path(name).asLong(0));
    }
}
