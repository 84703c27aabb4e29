package io.latebind.server.provisioning.link;

import io.latebind.contract.token.Parsed;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.OpenRoute;
import io.latebind.server.kernel.Origin;
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
            link.withoutCredentials();
            return HttpAnswer.empty(401);
        }
        return switch (FetchParameters.read(call::query)) {
            case Parsed.Valid<FetchRequest>(FetchRequest request) ->
                render(link.fetch(origin(call), jwt.get(), request));
            case Parsed.Invalid<FetchRequest>(String reason) -> {
                link.refused(origin(call), jwt.get(), VisitFault.badParameter(reason, "400"));
                yield HttpAnswer.empty(400);
            }
        };
    }

    private HttpAnswer report(HttpCall call) {
        Optional<String> jwt = bearer(call);
        if (jwt.isEmpty()) {
            link.withoutCredentials();
            return HttpAnswer.empty(401);
        }
        String contentType = call.header("content-type").orElse("");
        if (!contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(CBOR)) {
            link.refused(origin(call), jwt.get(), VisitFault.contentType(FetchParameters.shown(contentType)));
            return HttpAnswer.empty(415);
        }
        return render(link.report(origin(call), jwt.get(), call.body()));
    }

    private static Origin origin(HttpCall call) {
        return new Origin(call.remoteAddress(), call.requestId());
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
            case LinkAnswer.Authenticated _, LinkAnswer.AuthenticateAgain _ ->
                throw new IllegalStateException("over HTTPS a device proves itself in each request");
        };
    }
}
