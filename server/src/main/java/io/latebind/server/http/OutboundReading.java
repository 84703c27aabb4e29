package io.latebind.server.http;

import io.latebind.server.kernel.ShownText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One call's answer while it comes; everything but {@link #awaited} runs on the event loop. */
final class OutboundReading {
    private static final int MAX_SHOWN_CHARACTERS = 200;

    private final CompletableFuture<OutboundReply> reply = new CompletableFuture<>();
    private final Buffer text = Buffer.buffer();
    private final int maxBytes;
    private volatile @Nullable HttpClientRequest request;
    private volatile @Nullable HttpClientResponse response;

    OutboundReading(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * On the event loop, like all that follows: who waits for the answer is told of it before its body comes. A listener that another
     * thread adds may be told too late, and would wait for a body that has passed.
     */
    void send(HttpClientRequest made, byte[] body) {
        if (reply.isDone()) {
            made.reset();
            return;
        }
        request = made;
        Future<HttpClientResponse> answer = body.length == 0 ? made.send() : made.send(Buffer.buffer(body));
        answer.onComplete(got -> {
            if (got.succeeded()) {
                read(got.result());
            } else {
                failed(got.cause());
            }
        });
    }

    private void read(HttpClientResponse begun) {
        response = begun;
        begun.exceptionHandler(_ -> reply.complete(answered(begun, text, false)));
        begun.endHandler(_ -> reply.complete(answered(begun, text, true)));
        begun.handler(part -> {
            int room = maxBytes - text.length();
            text.appendBuffer(part.slice(0, Math.min(part.length(), room)));
            if (part.length() >= room) {
                reply.complete(answered(begun, text, false));
                abandon();
            }
        });
    }

    void failed(Throwable cause) {
        reply.complete(new OutboundReply.Failed(reason(cause), request != null));
    }

    private static OutboundReply answered(HttpClientResponse response, Buffer text, boolean whole) {
        return new OutboundReply.Answered(
                response.statusCode(),
                Optional.ofNullable(response.getHeader("retry-after")),
                text.toString(StandardCharsets.UTF_8),
                whole);
    }

    private void abandon() {
        Optional.ofNullable(request).ifPresent(HttpClientRequest::reset);
    }

    OutboundReply awaited(Duration patience) {
        try {
            return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return givenUp(new OutboundReply.Failed("the service stopped during the call", request != null));
        } catch (TimeoutException late) {
            HttpClientResponse begun = response;
            return givenUp(
                    begun == null
                            ? new OutboundReply.Failed(
                                    "there was no answer within " + patience.toSeconds() + " seconds", request != null)
                            : answered(begun, Buffer.buffer(), false));
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }

    private OutboundReply givenUp(OutboundReply instead) {
        reply.complete(instead);
        abandon();
        return instead;
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case SSLException _ ->
                "the certificate or the TLS handshake was not acceptable: "
                        + ShownText.of(message, MAX_SHOWN_CHARACTERS);
            case ConnectException _ -> "the connection was refused or not answered";
            default -> "the connection failed: " + ShownText.of(message, MAX_SHOWN_CHARACTERS);
        };
    }
}
