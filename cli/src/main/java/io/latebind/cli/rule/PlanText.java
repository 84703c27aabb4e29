package io.latebind.cli.rule;

import io.latebind.cli.command.RequestText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan as it is shown before anything is done. */
final class PlanText {
    private PlanText() {}

    static List<String> lines(List<PlannedStep> steps) {
        List<String> lines = new ArrayList<>();
        for (PlannedStep step : steps) {
            switch (step) {
                case PlannedStep.Create(WantedRule rule, JsonNode reach) -> {
                    lines.add("+ create  " + rule.name() + "  for tags "
                            + rule.body().path("tags"));
                    rule.commands().forEach(command -> lines.add("    " + RequestText.of(command.path("request"))));
                    ReachText.lines(reach).forEach(line -> lines.add("    " + line));
                }
                case PlannedStep.Change change -> {
                    lines.add("~ change  " + change.name());
                    change.comparison().fields().forEach(field -> lines.add("    " + field));
                    ReachText.lines(change.reach()).forEach(line -> lines.add("    " + line));
                }
                case PlannedStep.Keep(WantedRule rule) ->
                    lines.add("= keep    " + rule.name()
                            + (rule.hasSecrets()
                                    ? "  (its secrets cannot be compared: --send-secrets sends them as a new version)"
                                    : ""));
                case PlannedStep.Remove remove -> {
                    lines.add("- remove  " + remove.name() + "  (what devices already have stays)");
                    ReachText.lines(remove.reach()).forEach(line -> lines.add("    " + line));
                }
            }
        }
        lines.add("");
        lines.add(summary(steps));
        return lines;
    }

    static String summary(List<PlannedStep> steps) {
        return count(steps, PlannedStep.Create.class) + " to create, " + count(steps, PlannedStep.Change.class)
                + " to change, " + count(steps, PlannedStep.Remove.class) + " to remove, "
                + count(steps, PlannedStep.Keep.class) + " unchanged.";
    }

    private static long count(List<PlannedStep> steps, Class<? extends PlannedStep> kind) {
        return steps.stream().filter(kind::isInstance).count();
    }

    static ObjectNode json(List<PlannedStep> steps, boolean applied) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("applied", applied);
        ArrayNode shown = json.putArray("rules");
        for (PlannedStep step : steps) {
            ObjectNode one = shown.addObject().put("name", step.name());
            switch (step) {
                case PlannedStep.Create create -> one.put("action", "create").set("reach", create.reach());
                case PlannedStep.Change change -> {
                    one.put("action", "change").set("reach", change.reach());
                    change.comparison().patch().propertyNames().forEach(one.putArray("fields")::add);
                }
                case PlannedStep.Keep _ -> one.put("action", "keep");
                case PlannedStep.Remove remove -> one.put("action", "remove").set("reach", remove.reach());
            }
        }
        return json;
    }
}
