package io.latebind.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * One request and its answer. Everything but {@link #handle} runs on the connection's event loop; the handler runs on a virtual
 * thread of its own, after the body was read whole.
 */
final class Exchange {
    private static final Pattern SANE_REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String REQUEST_ID_HEADER = "X-Request-Id";

    private final ListenerContext listener;
    private final Context eventLoop;
    private final ConnectionDeadline deadline;
    private final HttpServerRequest request;
    private final String requestId;
    private final long startedMillis;
    private final int bodyLimit;
    private Buffer body = Buffer.buffer();
    private int receivedBytes;
    private boolean shed;
    private boolean closeAfterwards;
    private boolean answered;

    Exchange(ListenerContext listener, Context eventLoop, ConnectionDeadline deadline, HttpServerRequest request) {
        this.listener = listener;
        this.eventLoop = eventLoop;
        this.deadline = deadline;
        this.request = request;
        this.startedMillis = listener.clock().millis();
        this.bodyLimit = bodyLimit();
        this.closeAfterwards = !listener.voice().keepsConnections();
        this.requestId = Optional.ofNullable(request.getHeader(REQUEST_ID_HEADER))
                .filter(given -> listener.voice().takesRequestIds())
                .filter(given -> SANE_REQUEST_ID.matcher(given).matches())
                .orElseGet(() -> listener.ids().newUuid().toString());
    }

    private int bodyLimit() {
        int own = listener.dispatcher()
                .bodyBytes(
                        request.method().name(),
                        Optional.ofNullable(request.path()).orElse(""));
        return own > 0 ? own : listener.limits().bodyBytes();
    }

    void begin() {
        deadline.set(listener.limits().bodyTimeout(), this::tooSlow);
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            if (announcedBytes() > bodyLimit) {
                refuse(ProtocolFault.BODY_TOO_LARGE, tooLarge());
                return;
            }
            request.response().writeContinue();
        }
        request.exceptionHandler(_ -> abandoned());
        request.handler(this::received);
        request.endHandler(_ -> readWhole());
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
        if (answered) {
            return;
        }
        receivedBytes += chunk.length();
        if (receivedBytes > Math.max(bodyLimit, HttpLimits.DISCARDED_BYTES)) {
            refuse(ProtocolFault.BODY_TOO_LARGE, tooLarge());
        } else if (shed || receivedBytes > bodyLimit) {
            dropBody();
        } else if (listener.admission().admitBytes(chunk.length())) {
            body.appendBuffer(chunk);
        } else {
            shed = true;
            dropBody();
        }
    }

    private void readWhole() {
        if (answered) {
            return;
        }
        deadline.clear();
        if (receivedBytes > bodyLimit) {
            write(listener.voice().fault(ProtocolFault.BODY_TOO_LARGE, tooLarge(), requestId));
        } else if (shed || !listener.admission().admitRequest()) {
            dropBody();
            write(listener.voice()
                    .fault(ProtocolFault.OVERLOADED, "The service has as many requests as it can take.", requestId));
        } else {
            RawRequest whole = new RawRequest(
                    request.method().name(),
                    Optional.ofNullable(request.path()).orElse(""),
                    Optional.ofNullable(request.query()).orElse(""),
                    headers(),
                    body.getBytes(),
                    request.remoteAddress().hostAddress(),
                    requestId);
            listener.handlerThreads().newThread(() -> handle(whole)).start();
        }
    }

    private void handle(RawRequest whole) {
        HttpAnswer answer = listener.dispatcher().bug(requestId);
        try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", requestId)) {
            answer = listener.dispatcher().answer(whole);
        } finally {
            // an Error goes on to the thread's own handler; the caller is answered all the same
            HttpAnswer out = answer;
            listener.admission().requestDone();
            listener.admission().bytesFreed(whole.body().length);
            if (out.stream().isPresent() && !whole.method().equals("HEAD")) {
                stream(out, out.stream().get());
            } else {
                eventLoop.runOnContext(_ -> write(out));
            }
        }
    }

    /** On the request's virtual thread, for as long as the answer takes. A stream that breaks off has no last chunk. */
    private void stream(HttpAnswer answer, AnswerStream body) {
        if (!listener.admission().admitStream()) {
            HttpAnswer refusal = listener.voice()
                    .fault(
                            ProtocolFault.OVERLOADED,
                            "The service sends as many streams as it can; try again later.",
                            requestId);
            eventLoop.runOnContext(_ -> write(refusal));
            return;
        }
        HttpServerResponse response = request.response();
        ChunkSink sink = new ChunkSink(response, eventLoop, listener.limits().answerTimeout(), listener.draining());
        eventLoop.runOnContext(_ -> beginStream(answer));
        boolean whole = false;
        try {
            body.writeTo(sink);
            sink.end();
            whole = true;
        } catch (AnswerStream.CallerGone gone) {
            // nobody is there to be told
        } finally {
            boolean close = !whole || closeAfterwards || listener.draining().get();
            eventLoop.runOnContext(_ -> endStream(close));
            // the event loop stays until then
            listener.admission().streamDone();
        }
    }

    private void beginStream(HttpAnswer answer) {
        HttpServerResponse response = request.response();
        if (answered || response.closed()) {
            return;
        }
        answered = true;
        deadline.clear();
        HttpAnswer out = listener.voice().finished(answer, requestId);
        response.setStatusCode(out.status()).setChunked(true);
        out.headers().forEach(response::putHeader);
        logAnswered(out.status());
    }

    private void endStream(boolean close) {
        if (close) {
            request.connection().close();
        } else {
            deadline.set(
                    listener.limits().headTimeout(), () -> request.connection().close());
        }
    }

    /** Answers without reading on, and ends the connection. */
    void refuse(ProtocolFault fault, String detail) {
        dropBody();
        closeAfterwards = true;
        write(listener.voice().fault(fault, detail, requestId));
    }

    private void tooSlow() {
        refuse(
                ProtocolFault.BODY_TOO_SLOW,
                "The body was not there after "
                        + listener.limits().bodyTimeout().toSeconds() + " seconds.");
    }

    private void abandoned() {
        if (!answered && !request.isEnded()) {
            answered = true;
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

    private void write(HttpAnswer answer) {
        HttpServerResponse response = request.response();
        if (answered || response.closed()) {
            return;
        }
        answered = true;
        // set before anything can fail: a header field that cannot be sent ends the connection too
        long taking = deadline.set(
                listener.limits().answerTimeout(), () -> request.connection().close());
        HttpAnswer out = listener.voice().finished(answer, requestId);
        response.setStatusCode(out.status());
        out.headers().forEach(response::putHeader);
        if (out.status() != 204) {
            response.putHeader("Content-Length", Integer.toString(out.body().length));
        }
        boolean close = closeAfterwards || listener.draining().get();
        if (close) {
            response.putHeader("Connection", "close");
        }
        boolean bodyless = request.method().equals(io.vertx.core.http.HttpMethod.HEAD) || out.body().length == 0;
        (bodyless ? response.end() : response.end(Buffer.buffer(out.body()))).onComplete(_ -> {
            if (close) {
                request.connection().close();
            } else if (deadline.isRunning(taking)) {
                deadline.set(
                        listener.limits().headTimeout(),
                        () -> request.connection().close());
            }
        });
        logAnswered(out.status());
    }

    private void logAnswered(int status) {
        String method = request.method().name();
        String path = Optional.ofNullable(request.path()).orElse("");
        long millis = listener.clock().millis() - startedMillis;
        listener.accessLog().answered(method, path, status, millis, requestId);
        listener.config().observer().answered(method, listener.dispatcher().template(method, path), status, millis);
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
