package io.latebind.server.coap;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.IdSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Brings a whole request to its route, on a virtual thread of its own, and its answer back. Repeated messages never come here. */
final class RequestDeliverer implements MessageDeliverer {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDeliverer.class);

    /**
     * Less than the two seconds after which a client repeats itself (RFC 7252, 4.8): it is told then that the answer will follow. While a
     * request waits for its turn it is not: clients give up some seconds after such an acknowledgement (decision 0170).
     */
    private static final Duration ACKNOWLEDGED_AFTER = Duration.ofMillis(1200);

    /** Enough to send a separate answer twice, not so much that a device which is gone holds up a restart. */
    private static final Duration LAST_ANSWERS_WITHIN = Duration.ofSeconds(5);

    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(10);

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private static final int ETAG_BYTES = 8;

    private final Reception reception;
    private final Turns turns;
    private final ThreadFactory handlerThreads;
    private final ScheduledExecutorService timer;
    private final IdSource ids;
    private final InstantSource clock;
    private final CoapObserver observer;
    private final AnswersUnderWay answers = new AnswersUnderWay();

    RequestDeliverer(
            Reception reception,
            CoapLimits.Requests requests,
            ThreadFactory handlerThreads,
            ScheduledExecutorService timer,
            IdSource ids,
            InstantSource clock,
            CoapObserver observer) {
        this.reception = reception;
        this.turns = new Turns(requests, clock);
        this.handlerThreads = handlerThreads;
        this.timer = timer;
        this.ids = ids;
        this.clock = clock;
        this.observer = observer;
        var _ = timer.scheduleWithFixedDelay(
                turns::giveUpOutdated, LOOKS_EVERY.toMillis(), LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void deliverRequest(Exchange exchange) {
        Request request = exchange.getRequest();
        switch (reception.receive(request)) {
            case Reception.Step.Block(Response block) -> exchange.sendResponse(block);
            case Reception.Step.Refuse(String path, CoapStatus status) ->
                refuse(exchange, path, CoapAnswer.empty(status));
            case Reception.Step.Call call -> new Work(exchange, call).arrive();
        }
    }

    private void refuse(Exchange exchange, String path, CoapAnswer answer) {
        exchange.sendResponse(response(exchange.getRequest(), answer));
        observer.answered(path, answer.status(), 0);
    }

    /** A whole request, from its arrival to its answer. */
    private final class Work implements Turns.Turn {
        private final Exchange exchange;
        private final Reception.Step.Call call;
        private final long arrived = clock.millis();
        private Optional<ScheduledFuture<?>> acknowledgement = Optional.empty();

        Work(Exchange exchange, Reception.Step.Call call) {
            this.exchange = exchange;
            this.call = call;
        }

        void arrive() {
            answers.expect();
            if (!turns.enter(this)) {
                giveUp();
            }
        }

        @Override
        public SessionKey session() {
            return call.session();
        }

        @Override
        public int bytes() {
            return call.payload().length;
        }

        @Override
        public void begin() {
            if (exchange.getRequest().getType() == CoAP.Type.CON) {
                acknowledgement = Optional.of(timer.schedule(
                        () -> exchange.execute(exchange::sendAccept),
                        ACKNOWLEDGED_AFTER.toMillis(),
                        TimeUnit.MILLISECONDS));
            }
            handlerThreads.newThread(this::handle).start();
        }

        private void handle() {
            CoapAnswer answer = CoapAnswer.empty(CoapStatus.INTERNAL_SERVER_ERROR);
            try {
                answer = answer(exchange.getRequest(), call);
            } finally {
                // an Error goes on to the thread's own handler; the caller is answered all the same
                try {
                    turns.leave(call.session());
                } finally {
                    send(answer);
                }
            }
        }

        @Override
        public void giveUp() {
            try {
                send(CoapAnswer.empty(CoapStatus.SERVICE_UNAVAILABLE).withMaxAge(TRY_AGAIN_AFTER));
            } catch (RuntimeException bug) {
                LOG.error(
                        "a request for {} was not told to come again",
                        call.route().path(),
                        bug);
            }
        }

        private void send(CoapAnswer answer) {
            acknowledgement.ifPresent(future -> future.cancel(false));
            Response response = response(exchange.getRequest(), call.session(), answer);
            answers.through(response);
            exchange.sendResponse(response);
            observer.answered(call.route().path(), answer.status(), clock.millis() - arrived);
        }
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
        LOG.debug("a response came, though this service asks nobody");
    }

    /** Requests that wait for their turn. */
    int waiting() {
        return turns.waiting();
    }

    /**
     * Nothing new from now on, and whoever waits is told to come again; returns when what was under way has been answered, and the last answers have left.
     *
     * @return whether everything was answered in time
     */
    boolean drain(Duration patience) {
        turns.close();
        try {
            boolean handled = turns.awaitNone(patience);
            if (handled && !answers.awaitNone(LAST_ANSWERS_WITHIN)) {
                LOG.info("some answers were not acknowledged; their devices ask again");
            }
            return handled;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CoapAnswer answer(Request request, Reception.Step.Call call) {
        String requestId = ids.newUuid().toString();
        OptionSet options = request.getOptions();
        try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", requestId)) {
            return call.route()
                    .handler()
                    .handle(new CoapCall(
                            call.session(),
                            query(options),
                            options.hasAccept() ? Optional.of(options.getAccept()) : Optional.empty(),
                            call.payload(),
                            request.getSourceContext()
                                    .getPeerAddress()
                                    .getAddress()
                                    .getHostAddress(),
                            requestId));
        } catch (DatabaseUnavailable outage) {
            LOG.warn("{} {}: {}", request.getCode(), call.route().path(), outage.getMessage());
            return CoapAnswer.empty(CoapStatus.SERVICE_UNAVAILABLE).withMaxAge(TRY_AGAIN_AFTER);
        } catch (RuntimeException bug) {
            LOG.error(
                    "{} {} failed, incident {}", request.getCode(), call.route().path(), requestId, bug);
            return CoapAnswer.empty(CoapStatus.INTERNAL_SERVER_ERROR);
        }
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

    private Response response(Request request, SessionKey session, CoapAnswer answer) {
        if (answer.payload().length == 0) {
            return response(request, answer);
        }
        AnswerBody body =
                new AnswerBody(answer.status(), answer.payload(), ids.randomBytes(ETAG_BYTES), answer.contentFormat());
        return completed(request, reception.firstBlock(request, session, body), answer);
    }

    private static Response response(Request request, CoapAnswer answer) {
        return completed(request, new Response(answer.status().code()), answer);
    }

    private static Response completed(Request request, Response response, CoapAnswer answer) {
        OptionSet options = response.getOptions();
        answer.maxAge().ifPresent(age -> options.setMaxAge(age.toSeconds()));
        if (request.getOptions().hasBlock1()) {
            // the whole request is answered, with the number of its last block (RFC 7959, 2.3)
            options.setBlock1(request.getOptions().getBlock1());
        }
        return response;
    }
}
