package io.latebind.server.whole;

import io.latebind.server.TestDevice;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One good body for every route that takes one, and a way to make the thing that a path's {@code {id}} names. A new route with a body
 * or with such an id needs its line here.
 */
final class RouteSamples {
    /** Nothing is sent to it: there is nobody. */
    private static final String WEBHOOK = "{\"url\":\"http://127.0.0.1:9/\",\"active\":false}";

    private static final Map<String, Supplier<String>> BODIES = Map.ofEntries(
            Map.entry("POST /v1/claimed-devices", RouteSamples::claim),
            Map.entry("POST /v1/identities/claimed-devices", RouteSamples::claim),
            Map.entry(
                    "POST /v1/claimed-devices/{uuid}/provisioning",
                    () -> "{\"request\":" + RequestSamples.FINISHED + "}"),
            Map.entry("POST /v1/api-keys", () -> "{\"name\":\"another\"}"),
            Map.entry("POST /v1/api-keys/{id}/rotate", () -> "{\"overlapSeconds\":60}"),
            Map.entry("POST /v1/members", () -> "{\"name\":\"somebody\",\"role\":\"viewer\"}"),
            Map.entry("PATCH /v1/members/{id}", () -> "{\"name\":\"somebody else\"}"),
            Map.entry("POST /v1/teams", () -> "{\"name\":\"another team\"}"),
            Map.entry("PATCH /v1/teams/{id}", () -> "{\"name\":\"renamed\"}"),
            Map.entry("POST /v1/webhooks", () -> WEBHOOK),
            Map.entry("PATCH /v1/webhooks/{id}", () -> "{\"description\":\"another\"}"),
            Map.entry("POST /v1/webhooks/{id}/rotate", () -> "{\"overlapSeconds\":60}"));

    private static final Map<String, Function<ApiClient, String>> THINGS = Map.of(
            "/v1/api-keys/{id}",
                    caller -> caller.post("/v1/api-keys", "{\"name\":\"sample\",\"role\":\"editor\"}")
                            .is(201)
                            .id(),
            "/v1/members/{id}",
                    caller -> caller.post("/v1/members", "{\"name\":\"sample\",\"role\":\"viewer\"}")
                            .is(201)
                            .id(),
            "/v1/webhooks/{id}",
                    caller -> caller.post("/v1/webhooks", WEBHOOK).is(201).id(),
            "/v1/teams/{id}",
                    caller -> caller.post("/v1/teams", "{\"name\":\"sample\"}")
                            .is(201)
                            .id());

    private RouteSamples() {}

    private static String claim() {
        return "{\"claimToken\":\"" + TestDevice.create().attestationToken() + "\"}";
    }

    /** Empty for a route without a body. */
    static Optional<String> body(String route) {
        return Optional.ofNullable(BODIES.get(route)).map(Supplier::get);
    }

    /** The path of a template whose {@code {id}} names a thing that {@code maker} makes. */
    static String onThing(ApiClient maker, String template, String path) {
        String id = madeBy(maker, template);
        String real = path.replace("{id}", id);
        return real.contains("{deliveryId}")
                ? real.replace(
                        "{deliveryId}",
                        maker.post("/v1/webhooks/" + id + "/test").is(202).text("/deliveryId"))
                : real;
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
