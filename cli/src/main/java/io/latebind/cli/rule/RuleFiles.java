package io.latebind.cli.rule;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Rules in YAML files: each document is a rule, a list of rules, or has a list of them under {@code rules}. A certificate or secret may
 * stand in a file of its own, {@code {file: ca.pem}}, looked for beside the YAML file.
 */
final class RuleFiles {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

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
            for (JsonNode document : documents(file)) {
                for (JsonNode rule : rulesIn(document)) {
                    number++;
                    rules.add(WantedRule.read(rule, file + ", rule " + number, references));
                }
            }
        }
        checkNames(rules);
        return rules;
    }

    private List<JsonNode> documents(String file) {
        String text = InputFile.text(file, surroundings);
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll().stream()
                    .filter(document -> !document.isNull() && !document.isMissingNode())
                    .toList();
        } catch (JacksonException bad) {
            throw CommandFailed.wrongWords(
                    file + ", line " + bad.getLocation().getLineNr() + ": " + firstLine(bad.getOriginalMessage()));
        }
    }

    private static Iterable<JsonNode> rulesIn(JsonNode document) {
        if (document.isArray()) {
            return document.values();
        }
        return document.size() == 1 && document.path("rules").isArray()
                ? document.path("rules").values()
                : List.of(document);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("this is no YAML");
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
