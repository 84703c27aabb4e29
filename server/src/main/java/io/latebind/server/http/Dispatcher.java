package io.latebind.server.http;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request that was read whole to its answer: route, API key, permission, handler, refusal or fault. Total. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String ALL_METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST";

    private final Voice voice;
    private final RouteTable routes;
    private final CallerGate gate;
    private final Optional<Idempotency> idempotency;
    private final Cors cors;

    /** @param idempotency empty where the header Idempotency-Key means nothing */
    Dispatcher(Voice voice, RouteTable routes, CallerGate gate, Optional<Idempotency> idempotency, Cors cors) {
        this.voice = voice;
        this.routes = routes;
        this.gate = gate;
        this.idempotency = idempotency;
        this.cors = cors;
    }

    /** What the route of this request takes, if it says so itself; 0 otherwise. */
    int bodyBytes(String method, String rawPath) {
        return apiRoute(method, rawPath).map(ApiRoute::bodyBytes).orElse(0);
    }

    private Optional<ApiRoute> apiRoute(String method, String rawPath) {
        return RequestTarget.parse(rawPath, "")
                .map(target -> routes.find(method(method), target.segments()))
                .flatMap(match -> match
                                instanceof
                                RouteTable.Match.Found(RouteTable.Endpoint.Api(ApiRoute route), Map<String, String> _)
                        ? Optional.of(route)
                        : Optional.empty());
    }

    /** The refusal that this request will get whatever its body is, from its head alone; empty when there is none. */
    Optional<HttpAnswer> refusedByItsHead(RawRequest head) {
        return apiRoute(head.method(), head.rawPath()).flatMap(route -> switch (guarded(
                head, () -> rendered(gate.lookAhead(head, route).map(_ -> HttpAnswer.empty(100)), head.requestId()))) {
            case HttpAnswer go when go.status() == 100 -> Optional.empty();
            case HttpAnswer refusal -> Optional.of(refusal);
        });
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
        return guarded(request, () -> {
            if (voice.negotiates()
                    && request.method().equals("OPTIONS")
                    && request.rawPath().equals("*")) {
                return allowed(request, ALL_METHODS);
            }
            return RequestTarget.parse(request.rawPath(), request.rawQuery())
                    .map(target -> routed(request, target))
                    .orElseGet(() -> voice.fault(
                            ProtocolFault.MALFORMED_REQUEST,
                            "The path or the query is not percent-encoded UTF-8 without U+0000 (RFC 3986).",
                            request.requestId()));
        });
    }

    private HttpAnswer guarded(RawRequest request, Supplier<HttpAnswer> work) {
        String id = request.requestId();
        try {
            return work.get();
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
            case RouteTable.Match.WrongMethod(String allow) ->
                voice.negotiates() && request.method().equals("OPTIONS")
                        ? allowed(request, allow)
                        : wrongMethod(request, allow);
            case RouteTable.Match.Found(RouteTable.Endpoint endpoint, Map<String, String> parameters) -> {
                HttpCall call = call(request, target, parameters);
                yield switch (endpoint) {
                    case RouteTable.Endpoint.Open(OpenRoute route) ->
                        acceptable(call, () -> route.handler().handle(call));
                    case RouteTable.Endpoint.Api(ApiRoute route) ->
                        rendered(
                                gate.admit(request, route)
                                        .map(caller -> acceptable(call, () -> handled(route, call, caller))),
                                request.requestId());
                };
            }
        };
    }

    private HttpAnswer handled(ApiRoute route, HttpCall call, Principal caller) {
        Supplier<HttpAnswer> work = () -> rendered(route.handler().handle(call, caller), call.requestId());
        Optional<String> coding = call.header("content-encoding")
                .filter(each -> call.body().length > 0 && !each.equalsIgnoreCase("identity"));
        if (voice.negotiates() && coding.isPresent()) {
            return rendered(
                    Outcome.refused(
                            RefusalCode.UNSUPPORTED_MEDIA_TYPE,
                            "Bodies are taken as they are, without Content-Encoding; send this one uncompressed."),
                    call.requestId());
        }
        Optional<String> key = call.header("idempotency-key").filter(_ -> route.creates());
        return key.isPresent() && idempotency.isPresent()
                ? rendered(idempotency.get().once(key.get(), call, caller, work), call.requestId())
                : work.get();
    }

    /**
     * What {@code work} answers, or 406 when the caller takes no such representation. Before a change the caller must take JSON, which is
     * what changes are answered in; what only reads is judged by what it made. Refusals go out whatever the caller takes (RFC 9110,
     * 15.5.7).
     */
    private HttpAnswer acceptable(HttpCall call, Supplier<HttpAnswer> work) {
        if (!voice.negotiates()) {
            return work.get();
        }
        Accept accept = Accept.of(call.header("accept"));
        if (call.method() != HttpMethod.GET) {
            return accept.admits(JsonAnswer.CONTENT_TYPE) ? work.get() : notAcceptable(call, JsonAnswer.CONTENT_TYPE);
        }
        HttpAnswer answer = work.get();
        String contentType = answer.headers().getOrDefault("Content-Type", "");
        boolean fits = answer.status() >= 300 || contentType.isEmpty() || accept.admits(contentType);
        return fits ? answer : notAcceptable(call, contentType);
    }

    private HttpAnswer notAcceptable(HttpCall call, String contentType) {
        return voice.fault(
                ProtocolFault.NOT_ACCEPTABLE,
                "The header Accept rules out " + contentType + ", which is what there is; /v1/openapi.yaml lists the"
                        + " content types of each route.",
                call.requestId());
    }

    private HttpAnswer rendered(Outcome<HttpAnswer> outcome, String requestId) {
        return switch (outcome) {
            case Outcome.Done<HttpAnswer>(HttpAnswer answer) -> answer;
            case Outcome.Refused<HttpAnswer>(Refusal refusal) -> voice.refusal(refusal, requestId);
        };
    }

    private HttpAnswer allowed(RawRequest request, String allow) {
        Map<String, String> headers = new HashMap<>(cors.preflight(request.headers(), allow));
        headers.put("Allow", allow);
        return HttpAnswer.empty(204).withHeaders(headers);
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

    private static Optional<HttpMethod> method(String name) {
        return switch (name) {
            case "GET", "HEAD" -> Optional.of(HttpMethod.GET);
            case "POST" -> Optional.of(HttpMethod.POST);
            case "PATCH" -> Optional.of(HttpMethod.PATCH);
            case "DELETE" -> Optional.of(HttpMethod.DELETE);
            default -> Optional.empty();
        };
    }

    private static HttpCall call(RawRequest request, RequestTarget target, Map<String, String> pathParameters) {
        return new HttpCall(
                method(request.method()).orElseThrow(),
                target.path(),
                pathParameters,
                target.query(),
                request.headers(),
                request.body(),
                request.remoteAddress(),
                request.requestId());
    }
}
