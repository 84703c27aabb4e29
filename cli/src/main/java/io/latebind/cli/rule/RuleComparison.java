package io.latebind.cli.rule;

import io.latebind.cli.table.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What has to change so that a rule of the service becomes the wanted one. Everything but {@code active} that a file leaves out is to be
 * empty; whether a rule is active stays as it is unless the file says it.
 *
 * @param fields names of what differs, for people
 * @param patch what {@code PATCH} takes; empty when nothing differs
 */
record RuleComparison(List<String> fields, ObjectNode patch) {
    private static final String ANY_DEVICE = "first-use";

    static RuleComparison of(WantedRule wanted, JsonNode existing, boolean sendSecrets) {
        JsonNode body = wanted.body();
        List<String> fields = new ArrayList<>();
        ObjectNode patch = JsonMapper.shared().createObjectNode();
        if (!Cells.text(body, "description").equals(Cells.text(existing, "description"))) {
            fields.add("description");
            patch.put("description", Cells.text(body, "description"));
        }
        if (body.path("active").isBoolean()
                && body.path("active").booleanValue() != existing.path("active").asBoolean(true)) {
            fields.add(body.path("active").booleanValue() ? "active (now it is not)" : "active (now it is)");
            patch.set("active", body.path("active"));
        }
        if (!tags(body).equals(tags(existing))) {
            fields.add("tags " + tags(existing) + " → " + tags(body));
            tags(body).forEach(patch.putArray("tags")::add);
        }
        if (!trust(body).equals(trust(existing))) {
            fields.add("trust " + trust(existing) + " → " + trust(body));
            patch.put("trust", trust(body));
        }
        boolean commandsDiffer =
                !WantedRule.comparable(wanted.commands()).equals(WantedRule.comparable(existing.path("commands")));
        if (commandsDiffer || (sendSecrets && wanted.hasSecrets())) {
            fields.add(commandsDiffer ? "commands" : "secrets, sent again");
            patch.set("commands", wanted.commands());
        }
        return new RuleComparison(fields, patch);
    }

    boolean differs() {
        return !fields.isEmpty();
    }

    private static String trust(JsonNode rule) {
        String trust = Cells.text(rule, "trust");
        return trust.isEmpty() ? ANY_DEVICE : trust;
    }

    /** In order, each once; one element may hold several. */
    private static TreeSet<String> tags(JsonNode rule) {
        TreeSet<String> tags = new TreeSet<>();
        for (JsonNode element : rule.path("tags")) {
            for (String tag : element.asString("").split(",", -1)) {
                if (!tag.isBlank()) {
                    tags.add(tag.strip());
                }
            }
        }
        return tags;
    }
}
