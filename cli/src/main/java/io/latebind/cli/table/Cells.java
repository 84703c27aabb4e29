package io.latebind.cli.table;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Fields of an answer as they stand in a table. */
public final class Cells {
    private Cells() {}

    /** Empty when it is absent. */
    public static String text(JsonNode item, String name) {
        return item.path(name).asString("");
    }

    public static String yesNo(JsonNode item, String name) {
        JsonNode value = item.path(name);
        return value.isBoolean() ? value.booleanValue() ? "yes" : "no" : "";
    }

    /** Texts of an array, with commas between. */
    public static String list(JsonNode item, String name) {
        return item.path(name).values().stream()
                .map(value -> value.asString(""))
                .collect(Collectors.joining(","));
    }

    /** An instant without its milliseconds. */
    public static String instant(JsonNode item, String name) {
        return text(item, name).replaceFirst("\\.[0-9]+Z$", "Z");
    }
}
