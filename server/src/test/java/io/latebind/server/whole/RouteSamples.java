package io.latebind.server.whole;

import io.latebind.server.TestDevice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
    /** Nothing is sent to it: there is nobody. */
    private static final String WEBHOOK = "{\"url\":\"http://127.0.0.1:9/\",\"active\":false}";

    private static final Map<String, Supplier<String>> BODIES = Map.ofEntries(
            entry("POST /v1/identities", () -> identity(TestDevice.create())),
            entry(
                    "POST /v1/identities/verify",
                    () -> "{\"tokens\":[\"" + TestDevice.create().attestationToken() + "\"]}"),
            entry("POST /v1/claimed-devices", RouteSamples::claim),
            entry("POST /v1/identities/claimed-devices", RouteSamples::claim),
            entry(
                    "POST /v1/claimed-devices/{uuid}/provisioning",
                    () -> "{\"request\":" + RequestSamples.FINISHED + "}"),
            entry("POST /v1/claimed-devices/bulk", RouteSamples::csv),
            entry("PATCH /v1/claimed-devices/{uuid}", () -> "{\"addTags\":[\"meters\"]}"),
            entry("PATCH /v1/claimed-devices/{uuid}/provisioning/{cmdId}", () -> "{\"description\":\"another\"}"),
            entry("POST /v1/api-keys", () -> "{\"name\":\"another\"}"),
            entry("POST /v1/api-keys/{id}/rotate", () -> "{\"overlapSeconds\":60}"),
            entry("POST /v1/members", () -> "{\"name\":\"somebody\",\"role\":\"viewer\"}"),
            entry("PATCH /v1/members/{id}", () -> "{\"name\":\"somebody else\"}"),
            entry("POST /v1/teams", () -> "{\"name\":\"another team\"}"),
            entry("PATCH /v1/teams/{id}", () -> "{\"name\":\"renamed\"}"),
            entry("POST /v1/provisioning-rules", RouteSamples::rule),
            entry("PATCH /v1/provisioning-rules/{id}", () -> "{\"description\":\"changed\"}"),
            entry("POST /v1/provisioning/tags", () -> "{\"tag\":\"" + UUID.randomUUID() + "\"}"),
            entry("POST /v1/certificate-authorities", RouteSamples::named),
            entry("PATCH /v1/certificate-authorities/{id}", () -> "{\"deliverChain\":true}"),
            entry("POST /v1/certificate-profiles", RouteSamples::named),
            entry("PATCH /v1/certificate-profiles/{id}", () -> "{\"validityDays\":30}"),
            entry("POST /v1/certificate-profiles/{id}/preview", () -> "{\"deviceId\":\"" + UUID.randomUUID() + "\"}"),
            entry("POST /v1/certificates/{id}/revoke", () -> "{\"reason\":\"superseded\"}"),
            entry("POST /v1/webhooks", () -> WEBHOOK),
            entry("PATCH /v1/webhooks/{id}", () -> "{\"description\":\"another\"}"),
            entry("POST /v1/webhooks/{id}/rotate", () -> "{\"overlapSeconds\":60}"));

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
            "/v1/webhooks/{id}",
                    caller -> caller.post("/v1/webhooks", WEBHOOK).is(201).id(),
            "/v1/certificate-authorities/{id}",
                    caller -> caller.post("/v1/certificate-authorities", named())
                            .is(201)
                            .id(),
            "/v1/certificate-profiles/{id}",
                    caller -> caller.post("/v1/certificate-profiles", named())
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

    /** The entry of the identity registry for this device. */
    static String identity(TestDevice device) {
        return "{\"uuid\":\"" + device.uuid() + "\",\"publicKey\":\""
                + Base64.getEncoder().encodeToString(device.publicKey().spki()) + "\"}";
    }

    /** Gives a claimed device what the path names besides its claim: an entry in the registry, and a pin. */
    static void prepare(RunningService service, String template, TestDevice device) {
        if (template.startsWith("/v1/identities/{uuid}")) {
            service.owner.post("/v1/identities", identity(device)).is(200);
            service.deviceClient(device).fetch();
        }
    }

    /** One row, of a device that was never claimed. */
    private static String csv() {
        return '"' + TestDevice.create().attestationToken() + "\",\"a,b\"\n";
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

    private static String named() {
        return "{\"name\":\"" + UUID.randomUUID() + "\"}";
    }

    /** The path of a template whose {@code {id}} names a thing that {@code maker} makes. */
    static String onThing(RunningService service, ApiClient maker, String template, String path) {
        String id = template.startsWith("/v1/certificates/")
                ? service.certificates.issuedTo(maker, maker.claimed())
                : madeBy(maker, template);
        String real = path.replace("{id}", id);
        return real.contains("{deliveryId}")
                ? real.replace(
                        "{deliveryId}",
                        maker.post("/v1/webhooks/" + id + "/test").is(202).text("/deliveryId"))
                : real;
    }

    /** A new thing of the kind that the template's {@code {id}} names, made by {@code maker}. */
    private static String madeBy(ApiClient maker, String template) {
        return THINGS.entrySet().stream()
                .filter(kind -> template.startsWith(kind.getKey()))
                .map(kind -> kind.getValue().apply(maker))
                .findFirst()
                .orElseThrow(() -> new AssertionError("RouteSamples knows no way to make the {id} of " + template));
    }
}
