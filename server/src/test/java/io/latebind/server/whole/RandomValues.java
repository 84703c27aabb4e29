package io.latebind.server.whole;

import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Values for the schemas of openapi.yaml. What a pattern or a signature rules is taken from known good ones, by the name of the field;
 * a name that is missing here costs the random requests a share of good ones and nothing else.
 */
final class RandomValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int DEEPEST = 8;
    private static final List<String> TAGS = List.of("meters", "lamps", "pumps");

    private static final Map<String, Function<Random, String>> KNOWN_GOOD = Map.ofEntries(
            Map.entry("claimToken", _ -> TestDevice.create().attestationToken()),
            Map.entry("content", _ -> PemSamples.CERTIFICATE),
            Map.entry("attributes", random -> "CN=meter-" + random.nextInt(1000)),
            Map.entry("keyUsage", random -> random.nextBoolean() ? "101010000" : "100000000"),
            Map.entry("identity", random -> "meter-" + random.nextInt(1000)),
            Map.entry("secret", random -> "00".repeat(1 + random.nextInt(32))),
            Map.entry("name", random -> "thing " + random.nextInt(1_000_000)),
            Map.entry("tag", RandomValues::tag),
            Map.entry("tags", RandomValues::tag),
            Map.entry("addTags", RandomValues::tag),
            Map.entry("removeTags", RandomValues::tag),
            Map.entry("tokens", _ -> TestDevice.create().attestationToken()),
            Map.entry("publicKey", _ -> TestDevice.create().publicKey().toString()),
            Map.entry("url", _ -> "https://hooks.example.invalid/latebind"),
            Map.entry("expiresAt", _ -> "2099-01-01T00:00:00Z"),
            Map.entry("since", _ -> "2026-01-01T00:00:00Z"),
            Map.entry("until", _ -> "2099-01-01T00:00:00Z"),
            Map.entry("action", _ -> "device.claimed"));

    private final JsonNode document;
    private final Random random;

    RandomValues(JsonNode document, Random random) {
        this.document = document;
        this.random = random;
    }

    private static String tag(Random random) {
        return TAGS.get(random.nextInt(TAGS.size()));
    }

    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.startsWith("#") ? resolved(document.at(reference.substring(1))) : node;
    }

    /** @param name of the field or parameter */
    JsonNode any(String name, JsonNode schema) {
        return any(name, schema, 0);
    }

    private JsonNode any(String name, JsonNode given, int depth) {
        JsonNode schema = resolved(given);
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice)) {
                return any(name, oneOf(schema.get(choice)), depth);
            }
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return oneOf(schema.get("enum"));
        }
        String type = schema.path("type").isArray()
                ? schema.get("type").get(0).asString()
                : schema.path("type").asString(schema.has("properties") ? "object" : "string");
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(name, schema, depth);
            case "integer", "number" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> text(name, schema);
        };
    }

    private JsonNode oneOf(JsonNode choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        schema.path("properties").forEachEntry((name, property) -> {
            if (required.contains(name) || (depth < DEEPEST && random.nextInt(3) == 0)) {
                object.set(name, any(name, property, depth + 1));
            }
        });
        int least = schema.path("minProperties").asInt(0);
        if (schema.path("additionalProperties").isObject()) {
            for (int i = 0; i < Math.max(least, random.nextInt(3)); i++) {
                object.set("key/" + i, any("value", schema.get("additionalProperties"), depth + 1));
            }
        }
        return object;
    }

    private JsonNode array(String name, JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int count = least + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            JsonNode item = any(name, schema.path("items"), depth + 1);
            if (!schema.path("uniqueItems").asBoolean(false)
                    || array.valueStream().noneMatch(item::equals)) {
                array.add(item);
            }
        }
        return array;
    }

    private long number(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(least + 1000);
        return random.nextBoolean() ? least : least + (long) (random.nextDouble() * (most - least));
    }

    private JsonNode text(String name, JsonNode schema) {
        if (schema.path("pattern").asString("").startsWith("^[0-9a-f]{8}-")) {
            return StringNode.valueOf(new UUID(random.nextLong(), random.nextLong()).toString());
        }
        Function<Random, String> known = KNOWN_GOOD.get(name);
        if (known != null) {
            return StringNode.valueOf(known.apply(random));
        }
        if (schema.path("examples").size() > 0) {
            return oneOf(schema.get("examples"));
        }
        int least = Math.max(1, schema.path("minLength").asInt(0));
        return StringNode.valueOf("abcdefgh".repeat(1 + least / 8).substring(0, least + random.nextInt(2)));
    }

    /** The same with one thing wrong: a field more, less, or of another kind. */
    String spoilt(JsonNode good) {
        if (!(good instanceof ObjectNode object) || object.isEmpty()) {
            return "[" + good + "]";
        }
        List<String> names = new ArrayList<>(object.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        return switch (random.nextInt(6)) {
            case 0 -> object.without(name).toString();
            case 1 -> object.put("surplus", 7).toString();
            case 2 -> object.put(name, -7).toString();
            case 3 -> object.putNull(name).toString();
            case 4 ->
                object.put(name, "\ud83d\ude00'--\n\u0000".repeat(1 + random.nextInt(200)))
                        .toString();
            default -> MAPPER.writeValueAsString(good).substring(1);
        };
    }
}
