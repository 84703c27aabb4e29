package io.latebind.cli.rule;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.command.RequestText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A rule as a file wants it.
 *
 * @param place where it stands, for messages
 * @param body as {@code POST /v1/provisioning-rules} takes it
 */
record WantedRule(String place, ObjectNode body) {
    private static final Set<String> FIELDS = Set.of("name", "description", "active", "tags", "trust", "commands");
    private static final Set<String> COMMAND_FIELDS = Set.of("description", "request");
    /** Never shown by the service, so that what is stored cannot be compared with what is wanted. */
    private static final Map<String, Set<String>> WRITE_ONLY =
            Map.of("clientPrivateKey", Set.of("content", "password"), "preSharedKey", Set.of("secret"));

    static WantedRule read(JsonNode yaml, String place, FileReferences references) {
        // written and read again: numbers have the same types as in the service's answers then
        if (!yaml.isObject() || !(JsonMapper.shared().readTree(yaml.toString()) instanceof ObjectNode body)) {
            throw CommandFailed.wrongWords(place + " is no rule: a rule has name, tags and commands.");
        }
        checkFields(body, FIELDS, place);
        if (!body.path("name").isString() || body.path("name").stringValue().isBlank()) {
            throw CommandFailed.wrongWords(place + " has no name.", "The name says which rule it is: name: fleet-ca");
        }
        WantedRule rule = new WantedRule(place + " (" + body.path("name").stringValue() + ")", body);
        if (!body.path("commands").isArray() || body.path("commands").isEmpty()) {
            throw CommandFailed.wrongWords(
                    rule.place() + " has no commands.",
                    "It may look like commands: [{request: {clientPrivateKeyGeneration: {secTag: 42}}}]");
        }
        int number = 0;
        for (JsonNode command : body.path("commands")) {
            number++;
            readCommand(command, rule.place() + ", command " + number, references);
        }
        return rule;
    }

    private static void readCommand(JsonNode command, String place, FileReferences references) {
        if (!(command instanceof ObjectNode fields) || !command.path("request").isObject()) {
            throw CommandFailed.wrongWords(place + " has no request.", "It may look like {request: {finished: {}}}");
        }
        checkFields(fields, COMMAND_FIELDS, place);
        JsonNode request = command.path("request");
        if (request.path(RequestText.type(request)) instanceof ObjectNode parameters) {
            if (RequestText.type(request).equals("config")) {
                checkTexts(parameters, List.copyOf(parameters.propertyNames()), place);
            } else {
                references.resolve(parameters, place);
                checkTexts(parameters, List.of("content", "password", "secret", "identity", "keyUsage"), place);
            }
        }
    }

    private static void checkFields(ObjectNode object, Set<String> known, String place) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw CommandFailed.wrongWords(
                        place + " has an unknown field " + name + ".",
                        "Known are " + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
    }

    /** YAML takes 11, 1e5 and 1.10 for numbers and true for a truth value; what was written is lost by then. */
    private static void checkTexts(ObjectNode parameters, List<String> names, String place) {
        for (String name : names) {
            JsonNode value = parameters.path(name);
            if (!value.isMissingNode() && !value.isString()) {
                throw CommandFailed.wrongWords(
                        place + ": " + name + " is not a text.",
                        "Write it in quotes: " + name + ": \"" + value.asString("…") + "\"");
            }
        }
    }

    String name() {
        return body.path("name").stringValue();
    }

    ArrayNode commands() {
        return (ArrayNode) body.path("commands");
    }

    /** Whether it brings secrets, which cannot be compared with what is stored. */
    boolean hasSecrets() {
        return commands()
                .valueStream()
                .anyMatch(command -> WRITE_ONLY.containsKey(RequestText.type(command.path("request"))));
    }

    /** The commands as the service would show them, so that they can be compared with what it shows. */
    static ArrayNode comparable(JsonNode commands) {
        ArrayNode comparable = JsonMapper.shared().createArrayNode();
        for (JsonNode command : commands) {
            String type = RequestText.type(command.path("request"));
            ObjectNode shown = comparable.addObject();
            String description = command.path("description").asString("");
            if (!description.isEmpty()) {
                shown.put("description", description);
            }
            JsonNode parameters = command.path("request").path(type).deepCopy();
            if (parameters instanceof ObjectNode object) {
                object.remove(WRITE_ONLY.getOrDefault(type, Set.of()));
                if (object.path("content").isString()) {
                    // the service writes PEM anew: only what is in it counts
                    object.put("content", object.path("content").stringValue().replaceAll("\\s+", ""));
                }
            }
            shown.set(type, parameters);
        }
        return comparable;
    }
}
