package io.latebind.server.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Requests made from openapi.yaml alone, most of them good. Ids come from answers to earlier requests: what {@code /v1/things} listed or
 * made is known as the {@code {id}} of {@code /v1/things/{id}}.
 */
final class RandomRequests {
    private static final List<String> ID_FIELDS = List.of("id", "uuid", "tag", "bulkOpsRequestId");
    private static final JsonMapper JSON = new JsonMapper();

    private final Random random;
    private final RandomValues values;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, List<String>> known = new HashMap<>();
    private final Set<String> untouchable = new HashSet<>();

    record Operation(String method, String template, JsonNode parameters, JsonNode bodySchema) {
        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    record Request(Operation operation, String path, Optional<String> body, Map<String, String> headers) {}

    RandomRequests(Random random) {
        this.random = random;
        JsonNode document = document();
        values = new RandomValues(document, random);
        document.get("paths")
                .forEachEntry((template, item) -> item.forEachEntry((method, operation) -> {
                    if (!method.equals("parameters") && !operation.has("security") && !isEndless(operation)) {
                        operations.add(new Operation(
                                method.toUpperCase(java.util.Locale.ROOT),
                                template,
                                operation.path("parameters"),
                                values.resolved(operation.path("requestBody"))
                                        .at("/content/application~1json/schema")));
                    }
                }));
    }

    private static JsonNode document() {
        try (InputStream yaml = RandomRequests.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static boolean isEndless(JsonNode operation) {
        return operation.at("/responses/200/content/text~1event-stream").isObject();
    }

    List<Operation> operations() {
        return operations;
    }

    /** Never a part of a path: what the callers themselves live on. */
    void spare(String id) {
        untouchable.add(id);
    }

    Request of(Operation operation) {
        String path = filled(operation.template());
        StringBuilder query = new StringBuilder();
        operation.parameters().forEach(each -> {
            JsonNode parameter = values.resolved(each);
            if (parameter.path("in").asString().equals("query") && random.nextInt(4) == 0) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.get("name").asString())
                        .append('=')
                        .append(encoded(value(parameter)));
            }
        });
        Map<String, String> headers = new TreeMap<>();
        if (operation.method().equals("POST") && random.nextInt(8) == 0) {
            headers.put("Idempotency-Key", "key-" + random.nextInt(50));
        }
        return new Request(operation, path + query, body(operation), headers);
    }

    private String value(JsonNode parameter) {
        if (random.nextInt(10) == 0) {
            return "n\u00f6nsense'--";
        }
        JsonNode value = values.any(parameter.get("name").asString(), parameter.path("schema"));
        return value.isString() ? value.stringValue() : value.toString();
    }

    private Optional<String> body(Operation operation) {
        if (operation.bodySchema().isMissingNode()) {
            return Optional.empty();
        }
        JsonNode good = values.any("", operation.bodySchema());
        return Optional.of(random.nextInt(8) == 0 ? values.spoilt(good) : good.toString());
    }

    private String filled(String template) {
        StringBuilder path = new StringBuilder();
        for (String segment : template.substring(1).split("/", -1)) {
            String concrete = segment.startsWith("{") ? encoded(pick(path.toString())) : segment;
            path.append('/').append(concrete);
        }
        return path.toString();
    }

    private String pick(String collection) {
        List<String> ids = known.getOrDefault(collection, List.of());
        if (ids.isEmpty() || random.nextInt(12) == 0) {
            return random.nextInt(4) == 0 ? "no-uuid" : new UUID(random.nextLong(), random.nextLong()).toString();
        }
        // mostly what came last: older ones are often gone
        int from = random.nextInt(4) == 0 ? 0 : Math.max(0, ids.size() - 10);
        return ids.get(from + random.nextInt(ids.size() - from));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Learns the ids that an answer names. */
    void learn(Request request, Answer answer) {
        boolean json = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        if (answer.status() / 100 != 2 || !json) {
            return;
        }
        String collection = request.path().split("\\?", 2)[0];
        JsonNode tree = JSON.readTree(answer.body());
        Stream<JsonNode> things =
                tree.path("items").isArray() ? tree.get("items").valueStream() : Stream.of(tree);
        things.forEach(thing -> ID_FIELDS.stream()
                .filter(field -> thing.path(field).isString())
                .findFirst()
                .map(field -> thing.get(field).stringValue())
                .filter(id -> !untouchable.contains(id))
                .ifPresent(id -> known(collection, id)));
    }

    void known(String collection, String id) {
        List<String> ids = known.computeIfAbsent(collection, _ -> new ArrayList<>());
        if (!ids.contains(id)) {
            ids.add(id);
        }
    }

    void forget(Request request) {
        String path = request.path().split("\\?", 2)[0];
        int slash = path.lastIndexOf('/');
        known.getOrDefault(path.substring(0, slash), new ArrayList<>()).remove(path.substring(slash + 1));
    }
}
