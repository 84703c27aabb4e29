package io.latebind.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Puts one answer on the wire, whole or as a stream, once. On the connection's event loop, but for {@link #stream} and {@link #send}. */
final class AnswerWriter {
    private final ListenerContext listener;
    private final Context eventLoop;
    private final ConnectionDeadline deadline;
    private final HttpServerRequest request;
    private final String requestId;
    private final long startedMillis;
    private boolean closeAfterwards;
    private boolean answered;

    AnswerWriter(
            ListenerContext listener,
            Context eventLoop,
            ConnectionDeadline deadline,
            HttpServerRequest request,
            String requestId) {
        this.listener = listener;
        this.eventLoop = eventLoop;
        this.deadline = deadline;
        this.request = request;
        this.requestId = requestId;
        this.startedMillis = listener.clock().millis();
        this.closeAfterwards = !listener.voice().keepsConnections();
    }

    boolean answered() {
        return answered;
    }

    /** Nobody is there to be answered. */
    void abandon() {
        answered = true;
    }

    void closeAfterwards() {
        closeAfterwards = true;
    }

    /** From the request's virtual thread. */
    void send(HttpAnswer answer, String caller) {
        if (answer.stream().isPresent() && !isHead()) {
            stream(answer, answer.stream().get());
            return;
        }
        Duration held = answer.failedProof() ? listener.held().hold(caller) : Duration.ZERO;
        if (held.isZero()) {
            eventLoop.runOnContext(_ -> write(answer));
            return;
        }
        eventLoop.runOnContext(_ -> eventLoop.owner().setTimer(held.toMillis() + 1, _ -> {
            listener.held().released(caller);
            write(answer);
        }));
    }

    private boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    void write(HttpAnswer answer) {
        HttpServerResponse response = request.response();
        if (answered || response.closed()) {
            return;
        }
        answered = true;
        // set before anything can fail: a header field that cannot be sent ends the connection too
        long taking = deadline.set(
                listener.limits().answerTimeout(), () -> request.connection().close());
        HttpAnswer out = finished(answer);
        response.setStatusCode(out.status());
        out.headers().forEach(response::putHeader);
        // of these two, and of a stream that is not sent, the length of a body is not known (RFC 9110, 8.6)
        if (out.status() != 204 && out.status() != 304 && out.stream().isEmpty()) {
            response.putHeader("Content-Length", Integer.toString(out.body().length));
        }
        boolean close = closeAfterwards || listener.draining().get();
        if (close) {
            response.putHeader("Connection", "close");
        }
        boolean bodyless = isHead() || out.body().length == 0;
        (bodyless ? response.end() : response.end(Buffer.buffer(out.body()))).onComplete(_ -> {
            if (close) {
                request.connection().close();
            } else if (deadline.isRunning(taking)) {
                awaitNext();
            }
        });
        logAnswered(out.status());
    }

    private HttpAnswer finished(HttpAnswer answer) {
        HttpAnswer out = listener.voice().finished(answer, requestId);
        Map<String, String> headers =
                listener.cors().headers(out.headers(), Optional.ofNullable(request.getHeader("Origin")));
        return out.withHeaders(headers);
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
        HttpAnswer out = finished(answer);
        response.setStatusCode(out.status()).setChunked(true);
        out.headers().forEach(response::putHeader);
        logAnswered(out.status());
    }

    private void endStream(boolean close) {
        if (close) {
            request.connection().close();
        } else {
            awaitNext();
        }
    }

    private void awaitNext() {
        deadline.set(listener.limits().headTimeout(), () -> request.connection().close());
    }

    private void logAnswered(int status) {
        String method = request.method().name();
        String path = Optional.ofNullable(request.path()).orElse("");
        long millis = listener.clock().millis() - startedMillis;
        listener.accessLog().answered(method, path, status, millis, requestId);
        listener.config().observer().answered(method, listener.dispatcher().template(method, path), status, millis);
    }
}
