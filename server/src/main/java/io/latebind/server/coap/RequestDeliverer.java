package io.latebind.server.coap;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.IdSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.util.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Brings a whole request to its route, on a virtual thread of its own, and its answer back. Repeated messages never come here. */
final class RequestDeliverer implements MessageDeliverer {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDeliverer.class);

    /** Less than the two seconds after which a client repeats itself (RFC 7252, 4.8): it is told then that the answer will follow. */
    private static final Duration ACKNOWLEDGED_AFTER = Duration.ofMillis(1200);

    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(10);

    private final List<CoapRoute> routes;
    private final Semaphore requests;
    private final int most;
    private final ThreadFactory handlerThreads;
    private final ScheduledExecutorService timer;
    private final IdSource ids;
    private final InstantSource clock;
    private final CoapObserver observer;
    private final AtomicBoolean draining = new AtomicBoolean();

    RequestDeliverer(
            List<CoapRoute> routes,
            int requests,
            ThreadFactory handlerThreads,
            ScheduledExecutorService timer,
            IdSource ids,
            InstantSource clock,
            CoapObserver observer) {
        this.routes = List.copyOf(routes);
        this.requests = new Semaphore(requests);
        this.most = requests;
        this.handlerThreads = handlerThreads;
        this.timer = timer;
        this.ids = ids;
        this.clock = clock;
        this.observer = observer;
    }

    @Override
    public void deliverRequest(Exchange exchange) {
        if (draining.get() || !requests.tryAcquire()) {
            exchange.sendResponse(
                    response(CoapAnswer.empty(CoapStatus.SERVICE_UNAVAILABLE).withMaxAge(TRY_AGAIN_AFTER)));
            return;
        }
        boolean confirmable = exchange.getRequest().getType() == CoAP.Type.CON;
        Optional<ScheduledFuture<?>> acknowledgement = confirmable
                ? Optional.of(timer.schedule(
                        () -> exchange.execute(exchange::sendAccept),
                        ACKNOWLEDGED_AFTER.toMillis(),
                        TimeUnit.MILLISECONDS))
                : Optional.empty();
        handlerThreads
                .newThread(() -> {
                    CoapAnswer answer = CoapAnswer.empty(CoapStatus.INTERNAL_SERVER_ERROR);
                    long begin = clock.millis();
                    try {
                        answer = answer(exchange.getRequest());
                    } finally {
                        // an Error goes on to the thread's own handler; the caller is answered all the same
                        requests.release();
                        acknowledgement.ifPresent(future -> future.cancel(false));
                        exchange.sendResponse(response(answer));
                        observer.answered(knownPath(exchange.getRequest()), answer.status(), clock.millis() - begin);
                    }
                })
                .start();
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
        LOG.debug("a response came, though this service asks nobody");
    }

    /** Nothing new from now on; true when what was under way has been answered in time. */
    boolean drain(Duration patience) {
        draining.set(true);
        try {
            return requests.tryAcquire(most, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CoapAnswer answer(Request request) {
        String requestId = ids.newUuid().toString();
        try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", requestId)) {
            return routed(request, requestId);
        } catch (DatabaseUnavailable outage) {
            LOG.warn("{} {}: {}", request.getCode(), path(request), outage.getMessage());
            return CoapAnswer.empty(CoapStatus.SERVICE_UNAVAILABLE).withMaxAge(TRY_AGAIN_AFTER);
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed, incident {}", request.getCode(), path(request), requestId, bug);
            return CoapAnswer.empty(CoapStatus.INTERNAL_SERVER_ERROR);
        }
    }

    private CoapAnswer routed(Request request, String requestId) {
        String path = path(request);
        List<CoapRoute> here =
                routes.stream().filter(route -> route.path().equals(path)).toList();
        if (here.isEmpty()) {
            return CoapAnswer.empty(CoapStatus.NOT_FOUND);
        }
        Optional<CoapRoute> found = here.stream()
                .filter(route -> route.method().name().equals(request.getCode().name()))
                .findFirst();
        if (found.isEmpty()) {
            return CoapAnswer.empty(CoapStatus.METHOD_NOT_ALLOWED);
        }
        OptionSet options = request.getOptions();
        if (options.hasBlock2() && options.getBlock2().getNum() > 0) {
            // later blocks are served from the body that is kept; this one's is not kept any more
            return CoapAnswer.empty(CoapStatus.REQUEST_ENTITY_INCOMPLETE);
        }
        Bytes session = request.getSourceContext().get(DtlsEndpointContext.KEY_SESSION_ID);
        if (session == null || session.isEmpty()) {
            return CoapAnswer.empty(CoapStatus.UNAUTHORIZED);
        }
        return found.get()
                .handler()
                .handle(new CoapCall(
                        SessionKey.of(session.getBytes()),
                        query(options),
                        options.hasAccept() ? Optional.of(options.getAccept()) : Optional.empty(),
                        request.getPayload(),
                        request.getSourceContext().getPeerAddress().getAddress().getHostAddress(),
                        requestId));
    }

    private String knownPath(Request request) {
        String path = path(request);
        return routes.stream().anyMatch(route -> route.path().equals(path)) ? path : CoapObserver.UNKNOWN_PATH;
    }

    private static String path(Request request) {
        return request.getOptions().getUriPathString();
    }

    private static Map<String, String> query(OptionSet options) {
        Map<String, String> query = new HashMap<>();
        for (String pair : options.getUriQuery()) {
            int equals = pair.indexOf('=');
            query.putIfAbsent(
                    equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        }
        return query;
    }

    private Response response(CoapAnswer answer) {
        Response response = new Response(answer.status().code());
        OptionSet options = response.getOptions();
        answer.contentFormat().ifPresent(options::setContentFormat);
        answer.maxAge().ifPresent(age -> options.setMaxAge(age.toSeconds()));
        if (answer.payload().length > 0) {
            response.setPayload(answer.payload());
            // one for each body: the blocks of two answers are never mixed (RFC 7959, 2.4)
            options.addETag(ids.randomBytes(8));
        }
        return response;
    }
}
