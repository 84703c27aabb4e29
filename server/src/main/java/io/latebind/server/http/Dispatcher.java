package io.latebind.server.http;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request that was read whole to its answer: route, API key, permission, handler, refusal or fault. Total. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Voice voice;
    private final RouteTable routes;
    private final Authenticator authenticator;

    Dispatcher(Voice voice, RouteTable routes, Authenticator authenticator) {
        this.voice = voice;
        this.routes = routes;
        this.authenticator = authenticator;
    }

    /** What the route of this request takes, if it says so itself; 0 otherwise. */
    int bodyBytes(String method, String rawPath) {
        return RequestTarget.parse(rawPath, "")
                .map(target -> routes.find(method(method), target.segments()))
                .map(match -> match
                                instanceof
                                RouteTable.Match.Found(RouteTable.Endpoint.Api(ApiRoute route), Map<String, String> _)
                        ? route.bodyBytes()
                        : 0)
                .orElse(0);
    }

    /** The template of the route of this request, for {@link HttpObserver}. */
    String template(String method, String rawPath) {
        return RequestTarget.parse(rawPath, "")
                .map(target -> routes.find(method(method), target.segments()))
                .flatMap(match -> match instanceof RouteTable.Match.Found(RouteTable.Endpoint endpoint, var _)
                        ? Optional.of(endpoint.template())
                        : Optional.empty())
                .orElse(HttpObserver.UNKNOWN_ROUTE);
    }

    HttpAnswer answer(RawRequest request) {
        String id = request.requestId();
        try {
            return RequestTarget.parse(request.rawPath(), request.rawQuery())
                    .map(target -> routed(request, target))
                    .orElseGet(() -> voice.fault(
                            ProtocolFault.MALFORMED_REQUEST,
                            "The path or the query is not percent-encoded UTF-8 without U+0000 (RFC 3986).",
                            id));
        } catch (DatabaseUnavailable outage) {
            LOG.warn("{} {}: {}", request.method(), request.rawPath(), outage.getMessage());
            return voice.fault(
                    ProtocolFault.DATABASE_UNAVAILABLE, "The database cannot be reached just now; try again.", id);
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed, incident {}", request.method(), request.rawPath(), id, bug);
            return bug(id);
        }
    }

    HttpAnswer bug(String requestId) {
        return voice.fault(
                ProtocolFault.BUG,
                "An unexpected fault, which the log of the service explains under incident " + requestId + ".",
                requestId);
    }

    private HttpAnswer routed(RawRequest request, RequestTarget target) {
        return switch (routes.find(method(request.method()), target.segments())) {
            case RouteTable.Match.UnknownPath() ->
                voice.fault(
                        ProtocolFault.UNKNOWN_PATH,
                        "There is nothing at this path; /v1/openapi.yaml lists what there is.",
                        request.requestId());
            case RouteTable.Match.WrongMethod(String allow) -> wrongMethod(request, allow);
            case RouteTable.Match.Found(RouteTable.Endpoint endpoint, Map<String, String> parameters) ->
                switch (endpoint) {
                    case RouteTable.Endpoint.Open(OpenRoute route) ->
                        route.handler().handle(call(request, route.method(), target, parameters));
                    case RouteTable.Endpoint.Api(ApiRoute route) ->
                        rendered(
                                principal(request)
                                        .then(principal -> permitted(principal, route))
                                        .then(principal -> route.handler()
                                                .handle(call(request, route.method(), target, parameters), principal)),
                                request.requestId());
                };
        };
    }

    private HttpAnswer rendered(Outcome<HttpAnswer> outcome, String requestId) {
        return switch (outcome) {
            case Outcome.Done<HttpAnswer>(HttpAnswer answer) -> answer;
            case Outcome.Refused<HttpAnswer>(Refusal refusal) -> voice.refusal(refusal, requestId);
        };
    }

    private HttpAnswer wrongMethod(RawRequest request, String allow) {
        HttpAnswer answer = voice.fault(
                ProtocolFault.WRONG_METHOD,
                "This path does not answer " + request.method() + ", only " + allow + ".",
                request.requestId());
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("Allow", allow);
        return answer.withHeaders(headers);
    }

    private Outcome<Principal> principal(RawRequest request) {
        Optional<String> apiKey =
                Optional.ofNullable(request.headers().get("authorization")).flatMap(Bearer::token);
        if (apiKey.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.NO_API_KEY, "There is no API key; send it as the header Authorization: Bearer <key>.");
        }
        Origin origin = new Origin(request.remoteAddress(), request.requestId());
        return apiKey.flatMap(key -> authenticator.authenticate(key, origin))
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(
                        RefusalCode.BAD_API_KEY,
                        "The API key is not known, was revoked or has expired; use a valid one."));
    }

    private static Outcome<Principal> permitted(Principal principal, ApiRoute route) {
        if (route.permission().grantedTo(principal)) {
            return Outcome.done(principal);
        }
        if (route.permission() == Permission.OPERATE) {
            return Outcome.refused(
                    RefusalCode.NOT_PERMITTED,
                    "This is for owners of the operating team, who own the deployment; ask one of them.");
        }
        return Outcome.refused(
                RefusalCode.NOT_PERMITTED,
                "This needs the role " + lower(route.permission().least()) + " or a stronger one, and this API key has "
                        + lower(principal.role()) + "; ask an owner of the team for another key.");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<HttpMethod> method(String name) {
        return switch (name) {
            case "GET", "HEAD" -> Optional.of(HttpMethod.GET);
            case "POST" -> Optional.of(HttpMethod.POST);
            case "PATCH" -> Optional.of(HttpMethod.PATCH);
            case "DELETE" -> Optional.of(HttpMethod.DELETE);
            default -> Optional.empty();
        };
    }

    private static HttpCall call(
            RawRequest request, HttpMethod method, RequestTarget target, Map<String, String> pathParameters) {
        return new HttpCall(
                method,
                target.path(),
                pathParameters,
                target.query(),
                request.headers(),
                request.body(),
                request.remoteAddress(),
                request.requestId());
    }
}
