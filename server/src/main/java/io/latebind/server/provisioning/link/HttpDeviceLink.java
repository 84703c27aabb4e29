package io.latebind.server.provisioning.link;

import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.OpenRoute;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The device's side over HTTPS (specification 6.2): a device hears nothing but these few statuses, with empty bodies. */
public final class HttpDeviceLink {
    private static final String CBOR = "application/cbor";
    private static final String PROOF = "the device proves itself with its JWT";

    private final DeviceLink link;

    public HttpDeviceLink(DeviceLink link) {
        this.link = link;
    }

    public List<OpenRoute> routes() {
        return List.of(
                new OpenRoute(HttpMethod.GET, "/v1/provisioning/commands", PROOF, this::fetch),
                new OpenRoute(HttpMethod.POST, "/v1/provisioning/response", PROOF, this::report));
    }

    private HttpAnswer fetch(HttpCall call) {
        Optional<String> jwt = bearer(call);
        if (jwt.isEmpty()) {
            return HttpAnswer.empty(401);
        }
        return FetchParameters.read(call::query)
                .map(request -> render(link.fetch(jwt.get(), request)))
                .orElseGet(() -> HttpAnswer.empty(400));
    }

    private HttpAnswer report(HttpCall call) {
        Optional<String> jwt = bearer(call);
        if (jwt.isEmpty()) {
            return HttpAnswer.empty(401);
        }
        boolean cbor = call.header("content-type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(CBOR::equals)
                .isPresent();
        return cbor ? render(link.report(jwt.get(), call.body())) : HttpAnswer.empty(415);
    }

    private static Optional<String> bearer(HttpCall call) {
        return call.header("authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length()))
                .map(value -> value.substring("Bearer ".length()).strip())
                .filter(jwt -> !jwt.isEmpty());
    }

    private static HttpAnswer render(LinkAnswer answer) {
        return switch (answer) {
            case LinkAnswer.Commands(byte[] encoded) -> HttpAnswer.of(200, CBOR, encoded);
            case LinkAnswer.Nothing _ -> HttpAnswer.empty(204);
            case LinkAnswer.Acknowledged _ -> HttpAnswer.empty(200);
            case LinkAnswer.Malformed _ -> HttpAnswer.empty(400);
            case LinkAnswer.NotProven _ -> HttpAnswer.failedProof(403);
            case LinkAnswer.NotClaimed _ -> HttpAnswer.empty(403);
            case LinkAnswer.TryAgain _ -> HttpAnswer.empty(500);
        };
    }
}
