package io.latebind.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * One request and its answer. Everything but {@link #handle} and {@link #lookAhead} runs on the connection's event loop; the handler
 * runs on a virtual thread of its own, after the body was read whole.
 */
final class Exchange {
    private static final Pattern SANE_REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String REQUEST_ID_HEADER = "X-Request-Id";

    private final ListenerContext listener;
    private final Context eventLoop;
    private final ConnectionDeadline deadline;
    private final HttpServerRequest request;
    private final String requestId;
    private final int bodyLimit;
    private final AnswerWriter writer;
    private Buffer body = Buffer.buffer();
    private long receivedBytes;
    private boolean shed;
    /** What the head alone decided; the body is read away. */
    private Optional<HttpAnswer> decided = Optional.empty();

    Exchange(ListenerContext listener, Context eventLoop, ConnectionDeadline deadline, HttpServerRequest request) {
        this.listener = listener;
        this.eventLoop = eventLoop;
        this.deadline = deadline;
        this.request = request;
        this.bodyLimit = bodyLimit();
        this.requestId = Optional.ofNullable(request.getHeader(REQUEST_ID_HEADER))
                .filter(given -> listener.voice().takesRequestIds())
                .filter(given -> SANE_REQUEST_ID.matcher(given).matches())
                .orElseGet(() -> listener.ids().newUuid().toString());
        this.writer = new AnswerWriter(listener, eventLoop, deadline, request, requestId);
    }

    private int bodyLimit() {
        int own = listener.dispatcher().bodyBytes(request.method().name(), path());
        return own > 0 ? own : listener.limits().bodyBytes();
    }

    private String path() {
        return Optional.ofNullable(request.path()).orElse("");
    }

    void begin() {
        deadline.set(listener.limits().bodyTimeout(), this::tooSlow);
        if (expectsContinue() && announcedBytes() > bodyLimit) {
            refuse(ProtocolFault.BODY_TOO_LARGE, tooLarge());
            return;
        }
        request.exceptionHandler(_ -> abandoned());
        request.handler(this::received);
        request.endHandler(_ -> readWhole());
        if (isLarge()) {
            request.pause();
            askBeforeReading();
        } else {
            sendContinue();
        }
    }

    private boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    }

    private void sendContinue() {
        if (expectsContinue()) {
            request.response().writeContinue();
        }
    }

    /** Larger than what anyone may make the service hold: perhaps, when it does not say how large it is. */
    private boolean isLarge() {
        boolean unannounced =
                request.getHeader("Content-Length") == null && request.getHeader("Transfer-Encoding") != null;
        return bodyLimit > listener.limits().bodyBytes()
                && (unannounced || announcedBytes() > listener.limits().bodyBytes());
    }

    private void askBeforeReading() {
        if (!listener.admission().admitRequest()) {
            goOn(Optional.of(overloaded()));
            return;
        }
        RawRequest head = raw(new byte[0]);
        listener.handlerThreads().newThread(() -> lookAhead(head)).start();
    }

    private void lookAhead(RawRequest head) {
        Optional<HttpAnswer> refusal = Optional.of(listener.dispatcher().bug(requestId));
        try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", requestId)) {
            refusal = listener.dispatcher().refusedByItsHead(head);
        } finally {
            listener.admission().requestDone();
            Optional<HttpAnswer> verdict = refusal;
            eventLoop.runOnContext(_ -> goOn(verdict));
        }
    }

    /** Reads the body, to take it or to throw it away: a caller who is still sending does not see an answer otherwise. */
    private void goOn(Optional<HttpAnswer> refusal) {
        if (writer.answered()) {
            return;
        }
        decided = refusal;
        if (refusal.isPresent() && (expectsContinue() || announcedBytes() > HttpLimits.DISCARDED_BYTES)) {
            writer.closeAfterwards();
            writer.write(refusal.get());
            return;
        }
        if (refusal.isEmpty()) {
            sendContinue();
            deadline.set(listener.limits().bodyTimeout(bodyLimit), this::tooSlow);
        }
        request.resume();
    }

    private long announcedBytes() {
        try {
            return Long.parseLong(
                    Optional.ofNullable(request.getHeader("Content-Length")).orElse("0"));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private void received(Buffer chunk) {
        if (writer.answered()) {
            return;
        }
        receivedBytes += chunk.length();
        long most = decided.isPresent() ? HttpLimits.DISCARDED_BYTES : Math.max(bodyLimit, HttpLimits.DISCARDED_BYTES);
        if (receivedBytes > most) {
            dropBody();
            writer.closeAfterwards();
            writer.write(decided.orElseGet(
                    () -> listener.voice().fault(ProtocolFault.BODY_TOO_LARGE, tooLarge(), requestId)));
        } else if (decided.isPresent() || shed || receivedBytes > bodyLimit) {
            dropBody();
        } else if (listener.admission().admitBytes(chunk.length())) {
            body.appendBuffer(chunk);
        } else {
            shed = true;
            dropBody();
        }
    }

    private void readWhole() {
        if (writer.answered()) {
            return;
        }
        deadline.clear();
        if (decided.isPresent()) {
            writer.write(decided.get());
        } else if (receivedBytes > bodyLimit) {
            writer.write(listener.voice().fault(ProtocolFault.BODY_TOO_LARGE, tooLarge(), requestId));
        } else if (shed || !listener.admission().admitRequest()) {
            dropBody();
            writer.write(overloaded());
        } else {
            RawRequest whole = raw(body.getBytes());
            // what it held is in the request now
            body = Buffer.buffer();
            listener.handlerThreads().newThread(() -> handle(whole)).start();
        }
    }

    private RawRequest raw(byte[] bytes) {
        Map<String, String> headers = headers();
        return new RawRequest(
                request.method().name(),
                path(),
                Optional.ofNullable(request.query()).orElse(""),
                headers,
                bytes,
                listener.proxies().caller(request.remoteAddress().hostAddress(), headers),
                requestId);
    }

    private void handle(RawRequest whole) {
        HttpAnswer answer = listener.dispatcher().bug(requestId);
        try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", requestId)) {
            HttpAnswer made = listener.dispatcher().answer(whole);
            answer = listener.voice().negotiates()
                    ? Gzip.answer(made, Optional.ofNullable(whole.headers().get("accept-encoding")))
                    : made;
        } finally {
            // an Error goes on to the thread's own handler; the caller is answered all the same
            HttpAnswer out = answer;
            listener.admission().requestDone();
            listener.admission().bytesFreed(whole.body().length);
            writer.send(out, whole.remoteAddress());
        }
    }

    private HttpAnswer overloaded() {
        return listener.voice()
                .fault(ProtocolFault.OVERLOADED, "The service has as many requests as it can take.", requestId);
    }

    /** Answers without reading on, and ends the connection. */
    void refuse(ProtocolFault fault, String detail) {
        dropBody();
        writer.closeAfterwards();
        writer.write(listener.voice().fault(fault, detail, requestId));
    }

    private void tooSlow() {
        refuse(
                ProtocolFault.BODY_TOO_SLOW,
                "The body was not there after "
                        + listener.limits().bodyTimeout(bodyLimit).toSeconds() + " seconds.");
    }

    private void abandoned() {
        if (!writer.answered() && !request.isEnded()) {
            writer.abandon();
            dropBody();
        }
    }

    private void dropBody() {
        listener.admission().bytesFreed(body.length());
        body = Buffer.buffer();
    }

    private String tooLarge() {
        return "The body is larger than " + bodyLimit + " bytes.";
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(field -> headers.merge(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue(),
                        (first, next) -> first + ", " + next));
        return Map.copyOf(headers);
    }
}
