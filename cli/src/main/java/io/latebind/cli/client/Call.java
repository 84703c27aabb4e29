package io.latebind.cli.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A request, before it is sent.
 *
 * @param body empty when there is none
 * @param timeLimit for the whole answer
 */
public record Call(String method, Resource resource, byte[] body, Map<String, String> headers, Duration timeLimit) {
    private static final Duration USUAL = Duration.ofSeconds(60);
    /** For uploads of many rows. */
    private static final Duration LONG = Duration.ofMinutes(10);

    public Call {
        headers = Map.copyOf(headers);
    }

    public static Call get(Resource resource) {
        return new Call("GET", resource, new byte[0], Map.of(), USUAL);
    }

    public static Call delete(Resource resource) {
        return new Call("DELETE", resource, new byte[0], Map.of(), USUAL);
    }

    public static Call post(Resource resource) {
        return new Call("POST", resource, new byte[0], Map.of(), USUAL);
    }

    public static Call post(Resource resource, JsonNode body) {
        return withJson("POST", resource, body);
    }

    public static Call patch(Resource resource, JsonNode body) {
        return withJson("PATCH", resource, body);
    }

    public static Call postCsv(Resource resource, String rows) {
        return new Call(
                "POST",
                resource,
                rows.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "text/csv; charset=utf-8"),
                LONG);
    }

    private static Call withJson(String method, Resource resource, JsonNode body) {
        return new Call(
                method,
                resource,
                body.toString().getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json"),
                USUAL);
    }

    public Call withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, resource, body, more, timeLimit);
    }

    boolean isPost() {
        return method.equals("POST");
    }
}
