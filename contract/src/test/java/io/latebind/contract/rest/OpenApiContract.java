package io.latebind.contract.rest;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The contract in openapi.yaml, against which tests check every call that they make. */
public final class OpenApiContract {
    private static final String BASE = "urn:latebind:openapi";
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode document;
    private final SchemaRegistry schemas;

    private OpenApiContract(String yaml) {
        document = new YAMLMapper().readTree(yaml);
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(Map.of(BASE, document.toString())));
    }

    /** The document that the server serves. */
    public static OpenApiContract load() {
        try (InputStream in = OpenApiContract.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new AssertionError("openapi.yaml is not on the class path");
            }
            return new OpenApiContract(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssertionError naming everything in the call that openapi.yaml does not say */
    public void check(ApiExchange exchange) {
        List<String> problems = problems(exchange);
        if (!problems.isEmpty()) {
            throw new AssertionError(exchange.method() + " " + exchange.path() + " -> " + exchange.status()
                    + " is not as openapi.yaml says:\n  " + String.join("\n  ", problems));
        }
    }

    /** What {@link #check} would name; empty for a call that keeps the contract. */
    List<String> problems(ApiExchange exchange) {
        Optional<String> template = template(exchange.path());
        if (template.isEmpty()) {
            return exchange.status() == 404 ? problem404(exchange) : List.of("no path in the document matches");
        }
        String at = "/paths/" + escaped(template.get());
        String method = exchange.method().toLowerCase(java.util.Locale.ROOT);
        String operation = at + "/" + (method.equals("head") ? "get" : method);
        if (node(operation).isMissingNode()) {
            return exchange.status() == 405 ? problem404(exchange) : List.of("the path has no such method");
        }
        if (exchange.status() == 406) {
            return problem404(exchange);
        }
        List<String> problems = new ArrayList<>();
        if (exchange.status() / 100 == 2) {
            problems.addAll(requestProblems(operation, exchange));
        }
        String response = resolved(operation + "/responses/" + exchange.status());
        if (node(response).isMissingNode()) {
            problems.add("the status is not among the documented: "
                    + node(operation + "/responses").propertyNames());
        } else if (!method.equals("head")) {
            problems.addAll(responseProblems(response, exchange));
        }
        return problems;
    }

    /**
     * Unknown paths and methods have no operation to document them, and 406 is said of all routes in the document's own description;
     * their problems have the common form all the same.
     */
    private List<String> problem404(ApiExchange exchange) {
        return validated("the answer", "/components/schemas/Problem", exchange.responseBody());
    }

    private List<String> requestProblems(String operation, ApiExchange exchange) {
        String content = resolved(operation + "/requestBody") + "/content";
        boolean documented = !node(content).isMissingNode();
        if (exchange.requestBody().isEmpty()) {
            return documented ? List.of("the request has no body") : List.of();
        }
        if (!documented) {
            return List.of("the request has a body, and none is documented");
        }
        String schema = content + "/application~1json/schema";
        boolean csv = !node(content + "/text~1csv").isMissingNode()
                && !exchange.requestBody().get().startsWith("{");
        return csv || node(schema).isMissingNode()
                ? List.of()
                : validated(
                        "the request",
                        schema,
                        withoutNulls(exchange.requestBody().get()));
    }

    /** A field that is null counts as absent in a request, as the document says of all of them. */
    private static String withoutNulls(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            dropNulls(tree);
            return tree.toString();
        } catch (JacksonException malformed) {
            return body;
        }
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.propertyNames().stream()
                    .filter(name -> object.get(name).isNull())
                    .toList()
                    .forEach(object::remove);
        }
        node.forEach(OpenApiContract::dropNulls);
    }

    private List<String> responseProblems(String response, ApiExchange exchange) {
        String content = response + "/content";
        if (node(content).isMissingNode()) {
            return exchange.responseBody().isEmpty()
                    ? List.of()
                    : List.of("the answer has a body, and none is documented");
        }
        String type = exchange.contentType()
                .map(value -> value.split(";", 2)[0].strip())
                .orElse("none");
        String media = content + "/" + escaped(type);
        if (node(media).isMissingNode()) {
            return List.of("the content type is " + type + ", documented are "
                    + node(content).propertyNames());
        }
        return type.endsWith("/json") || type.endsWith("+json")
                ? validated("the answer", media + "/schema", exchange.responseBody())
                : List.of();
    }

    private List<String> validated(String what, String schemaPointer, String body) {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (JacksonException malformed) {
            return List.of(what + " is not JSON: " + malformed.getOriginalMessage());
        }
        Schema schema = schemas.getSchema(SchemaLocation.of(BASE + "#" + schemaPointer));
        return schema.validate(tree).stream()
                .map(OpenApiContract::shown)
                .map(error -> what + ": " + error)
                .collect(Collectors.toList());
    }

    private static String shown(Error error) {
        return error.getInstanceLocation() + " " + error.getMessage();
    }

    /** Follows one {@code $ref} within the document. */
    private String resolved(String pointer) {
        String reference = node(pointer).path("$ref").asString("");
        return reference.startsWith("#") ? reference.substring(1) : pointer;
    }

    private JsonNode node(String pointer) {
        return document.at(pointer);
    }

    private Optional<String> template(String path) {
        String[] segments = path.split("\\?", 2)[0].split("/", -1);
        return document.path("paths").propertyNames().stream()
                .filter(template -> matches(template.split("/", -1), segments))
                .min(java.util.Comparator.comparingLong(
                        template -> template.chars().filter(c -> c == '{').count()));
    }

    private static boolean matches(String[] template, String[] segments) {
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < segments.length; i++) {
            boolean named = template[i].startsWith("{");
            if (named ? segments[i].isEmpty() : !template[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
