package io.latebind.server.whole;

import io.latebind.server.TestDevice;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One good body for every route that takes one, and a way to make the thing that a path's {@code {id}} names. A new route with a body
 * or with such an id needs its line here.
 */
final class RouteSamples {
    private static final Map<String, Supplier<String>> BODIES = Map.ofEntries(
            entry("POST /v1/claimed-devices", RouteSamples::claim),
            entry("POST /v1/identities/claimed-devices", RouteSamples::claim),
            entry(
                    "POST /v1/claimed-devices/{uuid}/provisioning",
                    () -> "{\"request\":" + RequestSamples.FINISHED + "}"),
            entry("POST /v1/api-keys", () -> "{\"name\":\"another\"}"),
            entry("POST /v1/api-keys/{id}/rotate", () -> "{\"overlapSeconds\":60}"),
            entry("POST /v1/members", () -> "{\"name\":\"somebody\",\"role\":\"viewer\"}"),
            entry("PATCH /v1/members/{id}", () -> "{\"name\":\"somebody else\"}"),
            entry("POST /v1/teams", () -> "{\"name\":\"another team\"}"),
            entry("PATCH /v1/teams/{id}", () -> "{\"name\":\"renamed\"}"),
            entry("POST /v1/provisioning-rules", RouteSamples::rule),
            entry("PATCH /v1/provisioning-rules/{id}", () -> "{\"description\":\"changed\"}"),
            entry("POST /v1/provisioning/tags", () -> "{\"tag\":\"" + UUID.randomUUID() + "\"}"));

    private static final Map<String, Function<ApiClient, String>> THINGS = Map.of(
            "/v1/api-keys/{id}",
                    caller -> caller.post("/v1/api-keys", "{\"name\":\"sample\",\"role\":\"editor\"}")
                            .is(201)
                            .id(),
            "/v1/members/{id}",
                    caller -> caller.post("/v1/members", "{\"name\":\"sample\",\"role\":\"viewer\"}")
                            .is(201)
                            .id(),
            "/v1/teams/{id}",
                    caller -> caller.post("/v1/teams", "{\"name\":\"sample\"}")
                            .is(201)
                            .id(),
            "/v1/provisioning-rules/{id}",
                    caller -> caller.post("/v1/provisioning-rules", rule())
                            .is(201)
                            .id());

    private RouteSamples() {}

    private static Map.Entry<String, Supplier<String>> entry(String route, Supplier<String> body) {
        return Map.entry(route, body);
    }

    /** Bound to no tag: it reaches nobody. */
    private static String rule() {
        return "{\"name\":\"" + UUID.randomUUID() + "\",\"commands\":[{\"request\":" + RequestSamples.FINISHED + "}]}";
    }

    private static String claim() {
        return "{\"claimToken\":\"" + TestDevice.create().attestationToken() + "\"}";
    }

    /** Empty for a route without a body. */
    static Optional<String> body(String route) {
        return Optional.ofNullable(BODIES.get(route)).map(Supplier::get);
    }

    /** A new tag that nothing bears. */
    static String tagMadeBy(ApiClient maker) {
        String tag = UUID.randomUUID().toString();
        maker.post("/v1/provisioning/tags", "{\"tag\":\"" + tag + "\"}").is(201);
        return tag;
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
