package io.latebind.cli.command;

import io.latebind.cli.client.CommandFailed;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Commands in JSON, as people write them: with or without what is around the request. */
final class RequestFile {
    private RequestFile() {}

    /** @return bodies of {@code POST …/provisioning} */
    static List<ObjectNode> commands(String text, String name) {
        JsonNode json = read(text, name);
        List<ObjectNode> commands = new ArrayList<>();
        for (JsonNode item : json.isArray() ? json.values() : List.of(json)) {
            commands.add(command(item, name));
        }
        return commands;
    }

    /** The request alone, of a file that holds one. */
    static ObjectNode request(String text, String name) {
        return (ObjectNode) command(read(text, name), name).get("request");
    }

    private static JsonNode read(String text, String name) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException noJson) {
            throw CommandFailed.wrongWords(
                    "What is in " + name + " is no JSON: " + noJson.getOriginalMessage() + " (line "
                            + noJson.getLocation().getLineNr() + ").",
                    "It may look like {\"config\":{\"hello\":\"world\"}}.");
        }
    }

    private static ObjectNode command(JsonNode item, String name) {
        if (item instanceof ObjectNode object) {
            if (object.path("request").isObject()) {
                return object;
            }
            if (object.size() == 1) {
                ObjectNode whole = JsonMapper.shared().createObjectNode();
                whole.set("request", object);
                return whole;
            }
        }
        throw CommandFailed.wrongWords(
                name + " holds something that is no command.",
                "A command is {\"description\":…,\"request\":{…}}, or the request alone, like {\"config\":{\"hello\":\"world\"}}.");
    }
}
