package io.latebind.server.provisioning.link;

import io.latebind.contract.token.Parsed;
import io.latebind.server.coap.CoapAnswer;
import io.latebind.server.coap.CoapCall;
import io.latebind.server.coap.CoapMethod;
import io.latebind.server.coap.CoapRoute;
import io.latebind.server.coap.CoapStatus;
import io.latebind.server.identity.DeviceCredential;
import io.latebind.server.kernel.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The device's side over CoAP (specification 6.3). A device proves itself once for its DTLS session; what it may do is asked in each
 * request. Content formats of requests are not looked at: the client says 60 for everything.
 */
public final class CoapDeviceLink {
    private final DeviceLink link;
    private final SessionBindings bindings;

    public CoapDeviceLink(DeviceLink link, SessionBindings bindings) {
        this.link = link;
        this.bindings = bindings;
    }

    public List<CoapRoute> routes() {
        return List.of(
                new CoapRoute(CoapMethod.POST, "p/auth-jwt", call -> authenticate(call, text(call))),
                new CoapRoute(CoapMethod.POST, "p/auth", call -> authenticate(call, prefixed(text(call)))),
                new CoapRoute(CoapMethod.GET, "p/cmd", call -> authenticated(call, this::fetch)),
                new CoapRoute(CoapMethod.POST, "p/rsp", call -> authenticated(call, this::report)),
                // the session is kept anyway: with its connection id the device goes on in it whenever it comes back
                new CoapRoute(CoapMethod.POST, ".dtls/suspend", _ -> CoapAnswer.empty(CoapStatus.CHANGED)));
    }

    private CoapAnswer authenticate(CoapCall call, String credential) {
        if (credential.isEmpty()) {
            link.withoutCredentials();
            return CoapAnswer.empty(CoapStatus.FORBIDDEN);
        }
        LinkAnswer answer = link.authenticate(
                origin(call),
                credential,
                call.query("mver").map(FetchParameters::shown),
                call.query("cver").map(FetchParameters::shown));
        if (answer instanceof LinkAnswer.Authenticated(SessionBinding binding)) {
            bindings.bind(call.session(), binding);
        }
        return render(answer);
    }

    private CoapAnswer authenticated(CoapCall call, BiFunction<CoapCall, SessionBinding, CoapAnswer> visit) {
        Optional<SessionBinding> binding = bindings.of(call.session());
        if (binding.isEmpty()) {
            link.notAuthenticated();
            return CoapAnswer.empty(CoapStatus.UNAUTHORIZED);
        }
        return visit.apply(call, binding.get());
    }

    private CoapAnswer fetch(CoapCall call, SessionBinding binding) {
        if (call.accept().filter(format -> format != CoapAnswer.CBOR).isPresent()) {
            link.refused(
                    origin(call),
                    binding,
                    VisitFault.notAcceptable(call.accept().get()));
            return CoapAnswer.empty(CoapStatus.NOT_ACCEPTABLE);
        }
        return switch (FetchParameters.read(call::query)) {
            case Parsed.Valid<FetchRequest>(FetchRequest request) ->
                render(link.fetch(origin(call), binding, request.orAsAuthenticated(binding)));
            case Parsed.Invalid<FetchRequest>(String reason) -> {
                link.refused(origin(call), binding, VisitFault.badParameter(reason, "4.00"));
                yield CoapAnswer.empty(CoapStatus.BAD_REQUEST);
            }
        };
    }

    private CoapAnswer report(CoapCall call, SessionBinding binding) {
        return render(link.report(origin(call), binding, call.payload()));
    }

    private static String text(CoapCall call) {
        return new String(call.payload(), StandardCharsets.UTF_8).strip();
    }

    /** Older firmware may send its attestation token as it is; a JWT has three parts, a token two. */
    private static String prefixed(String text) {
        boolean bareToken = !text.startsWith(DeviceCredential.TOKEN_PREFIX)
                && text.chars().filter(c -> c == '.').count() == 1;
        return bareToken ? DeviceCredential.TOKEN_PREFIX + text : text;
    }

    private static Origin origin(CoapCall call) {
        return new Origin(call.remoteAddress(), call.requestId());
    }

    private static CoapAnswer render(LinkAnswer answer) {
        return switch (answer) {
            case LinkAnswer.Authenticated _ ->
                CoapAnswer.empty(CoapStatus.CREATED).withMaxAge(SessionBindings.HOLDS);
            case LinkAnswer.Commands(byte[] encoded) -> CoapAnswer.cbor(CoapStatus.CONTENT, encoded);
            case LinkAnswer.Nothing _ -> CoapAnswer.empty(CoapStatus.CONTENT);
            case LinkAnswer.Acknowledged _ -> CoapAnswer.empty(CoapStatus.CHANGED);
            case LinkAnswer.Malformed _ -> CoapAnswer.empty(CoapStatus.BAD_REQUEST);
            case LinkAnswer.NotProven _ -> CoapAnswer.empty(CoapStatus.FORBIDDEN);
            case LinkAnswer.NotClaimed _, LinkAnswer.AuthenticateAgain _ -> CoapAnswer.empty(CoapStatus.UNAUTHORIZED);
            case LinkAnswer.TryAgain _ -> CoapAnswer.empty(CoapStatus.SERVICE_UNAVAILABLE);
        };
    }
}
