package io.latebind.cli.rule;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What applying the files does with one rule. */
sealed interface PlannedStep {
    String name();

    /** @param reach what the service says it will reach */
    record Create(WantedRule rule, JsonNode reach) implements PlannedStep {
        @Override
        public String name() {
            return rule.name();
        }
    }

    /** @param id of the existing rule */
    record Change(WantedRule rule, String id, RuleComparison comparison, JsonNode reach) implements PlannedStep {
        @Override
        public String name() {
            return rule.name();
        }
    }

    record Keep(WantedRule rule) implements PlannedStep {
        @Override
        public String name() {
            return rule.name();
        }
    }

    record Remove(String name, String id, JsonNode reach) implements PlannedStep {}

    static boolean changesAnything(List<PlannedStep> steps) {
        return steps.stream().anyMatch(step -> !(step instanceof Keep));
    }
}
