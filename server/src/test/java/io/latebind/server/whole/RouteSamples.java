package io.latebind.server.whole;

import io.latebind.server.TestDevice;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One good body for every route that takes one, and a way to make the thing that a path's {@code {id}} names. A new route with a body
 * or with such an id needs its line here.
 */
final class RouteSamples {
    private static final Map<String, Supplier<String>> BODIES = Map.ofEntries(
            Map.entry("POST /v1/claimed-devices", RouteSamples::claim),
            Map.entry("POST /v1/identities/claimed-devices", RouteSamples::claim),
            Map.entry("POST /v1/claimed-devices/bulk", RouteSamples::csv),
            Map.entry("PATCH /v1/claimed-devices/{uuid}", () -> "{\"addTags\":[\"meters\"]}"),
            Map.entry(
                    "POST /v1/claimed-devices/{uuid}/provisioning",
                    () -> "{\"request\":" + RequestSamples.FINISHED + "}"),
            Map.entry("PATCH /v1/claimed-devices/{uuid}/provisioning/{cmdId}", () -> "{\"description\":\"another\"}"),
            Map.entry("POST /v1/api-keys", () -> "{\"name\":\"another\"}"),
            Map.entry("POST /v1/api-keys/{id}/rotate", () -> "{\"overlapSeconds\":60}"),
            Map.entry("POST /v1/members", () -> "{\"name\":\"somebody\",\"role\":\"viewer\"}"),
            Map.entry("PATCH /v1/members/{id}", () -> "{\"name\":\"somebody else\"}"),
            Map.entry("POST /v1/teams", () -> "{\"name\":\"another team\"}"),
            Map.entry("PATCH /v1/teams/{id}", () -> "{\"name\":\"renamed\"}"));

    private static final Map<String, Function<ApiClient, String>> THINGS = Map.of(
            "/v1/api-keys/{id}",
                    caller -> caller.post("/v1/api-keys", "{\"name\":\"sample\",\"role\":\"editor\"}")
                            .is(201)
                            .id(),
            "/v1/bulk-ops-requests/{id}",
                    caller -> caller.post(
                                    "/v1/claimed-devices/bulk", csv().getBytes(StandardCharsets.UTF_8), "text/csv")
                            .is(202)
                            .text("/bulkOpsRequestId"),
            "/v1/members/{id}",
                    caller -> caller.post("/v1/members", "{\"name\":\"sample\",\"role\":\"viewer\"}")
                            .is(201)
                            .id(),
            "/v1/teams/{id}",
                    caller -> caller.post("/v1/teams", "{\"name\":\"sample\"}")
                            .is(201)
                            .id());

    private RouteSamples() {}

    private static String claim() {
        return "{\"claimToken\":\"" + TestDevice.create().attestationToken() + "\"}";
    }

    /** One row, of a device that was never claimed. */
    private static String csv() {
        return '"' + TestDevice.create().attestationToken() + "\",\"a,b\"\n";
    }

    /** Empty for a route without a body. */
    static Optional<String> body(String route) {
        return Optional.ofNullable(BODIES.get(route)).map(Supplier::get);
    }

    /** A new thing of the kind that the template's {@code {id}} names, made by {@code maker}. */
    static String madeBy(ApiClient maker, String template) {
        return THINGS.entrySet().stream()
                .filter(kind -> template.startsWith(kind.getKey()))
                .map(kind -> kind.getValue().apply(maker))
                .findFirst()
                .orElseThrow(() -> new AssertionError("RouteSamples knows no way to make the {id} of " + template));
    }
}
