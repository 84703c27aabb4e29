package io.latebind.cli.rule;

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
        lines.add("reaches " + number(devices, "willReceive") + " of " + number(devices, "tagged")
                + " devices with its tags at their next visit"
                + (reach.has("bytesPerDevice")
                        ? ", " + number(reach, "commands") + " commands and " + number(reach, "bytesPerDevice")
                                + " bytes each"
                        : ""));
        add(lines, devices, "received", "have had it before");
        add(
                lines,
                devices,
                "outdated",
                "have an older version and keep it; `latebind rules send NAME` sends them the newest");
        add(lines, devices, "waiting", "have no room in their queue and wait");
        add(lines, devices, "notTrusted", "are passed over: they have no entry in the identity registry");
        add(lines, devices, "suspended", "are in ERROR or BLOCKED and get it afterwards");
        reach.path("warnings").forEach(warning -> lines.add("Warning: " + warning.asString("")));
        return lines;
    }

    private static void add(List<String> lines, JsonNode devices, String name, String words) {
        if (devices.path(name).asLong(0) > 0) {
            lines.add(number(devices, name) + " " + words);
        }
    }

    private static String number(JsonNode object, String name) {
        return String.format(Locale.ROOT, "%,d", object.path(name).asLong(0));
    }
}
