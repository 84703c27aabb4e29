package io.latebind.cli.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and values of one thing, a line each; what has no value is left out. */
public final class Facts {
    private final Map<String, String> facts = new LinkedHashMap<>();

    public Facts fact(String name, String value) {
        if (!value.isBlank()) {
            facts.put(name, VisibleText.oneLine(value));
        }
        return this;
    }

    public List<String> lines() {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        facts.forEach((name, value) -> lines.add(name + ":" + " ".repeat(width - name.length() + 1) + value));
        return lines;
    }
}
