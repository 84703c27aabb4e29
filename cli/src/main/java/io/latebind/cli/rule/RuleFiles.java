package io.latebind.cli.rule;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Surroundings;
import io.latebind.cli.client.YamlFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Rules in YAML files: each document is a rule, a list of rules, or has a list of them under {@code rules}. A certificate or secret may
 * stand in a file of its own, {@code {file: ca.pem}}, looked for beside the YAML file.
 */
final class RuleFiles {
    private final Surroundings surroundings;

    RuleFiles(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * @return in the order of the files
     * @throws CommandFailed when a file cannot be understood, naming the place, or when two rules have one name
     */
    List<WantedRule> read(List<String> files) {
        List<WantedRule> rules = new ArrayList<>();
        for (String file : files) {
            FileReferences references = new FileReferences(InputFile.directoryOf(file, surroundings), surroundings);
            int number = 0;
            for (JsonNode document : YamlFile.documents(file, surroundings)) {
                for (JsonNode rule : rulesIn(document)) {
                    number++;
                    rules.add(WantedRule.read(rule, file + ", rule " + number, references));
                }
            }
        }
        checkNames(rules);
        return rules;
    }

    private static Iterable<JsonNode> rulesIn(JsonNode document) {
        if (document.isArray()) {
            return document.values();
        }
        return document.size() == 1 && document.path("rules").isArray()
                ? document.path("rules").values()
                : List.of(document);
    }

    private static void checkNames(List<WantedRule> rules) {
        Map<String, String> places = new HashMap<>();
        for (WantedRule rule : rules) {
            String other = places.put(rule.name(), rule.place());
            if (other != null) {
                throw CommandFailed.wrongWords(
                        "Two rules are called " + rule.name() + ": " + other + " and " + rule.place() + ".",
                        "A name stands for one rule: give one of them another name.");
            }
        }
    }
}
