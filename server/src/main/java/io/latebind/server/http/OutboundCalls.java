package io.latebind.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls to URLs that users gave: only to addresses that {@link AddressRules} lets, each looked up, checked and connected in one go.
 * Redirects are not followed, certificates are verified, and neither time nor memory is spent without limit.
 */
public final class OutboundCalls implements AutoCloseable {
    /** Of an answer's body; the rest is not read. */
    static final int BODY_BYTES = 4096;

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final int CONNECTIONS_PER_HOST = 16;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final NameResolver names;
    private final boolean allowPrivate;
    private final Duration patience;

    private OutboundCalls(
            Vertx vertx, HttpClientAgent client, NameResolver names, boolean allowPrivate, Duration patience) {
        this.vertx = vertx;
        this.client = client;
        this.names = names;
        this.allowPrivate = allowPrivate;
        this.patience = patience;
    }

    /**
     * @param allowPrivate loopback and private networks too
     * @param patience for one call, from the connection to the end of the answer
     */
    public static OutboundCalls open(NameResolver names, boolean allowPrivate, Duration patience) {
        return open(names, allowPrivate, patience, new HttpClientOptions());
    }

    static OutboundCalls open(NameResolver names, boolean allowPrivate, Duration patience, HttpClientOptions options) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        HttpClientAgent client = vertx.createHttpClient(
                options.setConnectTimeout(CONNECT_MILLIS)
                        .setKeepAliveTimeout(30)
                        .setMaxHeaderSize(HttpLimits.HEADER_BYTES)
                        .setDecompressionSupported(false)
                        .setVerifyHost(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_HOST));
        return new OutboundCalls(vertx, client, names, allowPrivate, patience);
    }

    /** Why nothing can be sent to this URL, to complete "it …"; empty when it can be. Looks the host name up. */
    public Optional<String> objection(String url) {
        return switch (OutboundTarget.find(url, names, allowPrivate)) {
            case OutboundTarget.Found.At _ -> Optional.empty();
            case OutboundTarget.Found.Nowhere(String reason) -> Optional.of(reason);
        };
    }

    /** Blocks until the answer is there or {@code patience} is over; never throws for what the other side does. */
    public OutboundAnswer post(String url, Map<String, String> headers, byte[] body) {
        return switch (OutboundTarget.find(url, names, allowPrivate)) {
            case OutboundTarget.Found.Nowhere(String reason) -> new OutboundAnswer.Failed("the URL " + reason);
            case OutboundTarget.Found.At(OutboundTarget target) -> send(target, headers, body);
        };
    }

    private OutboundAnswer send(OutboundTarget target, Map<String, String> headers, byte[] body) {
        RequestOptions options = new RequestOptions()
                .setMethod(io.vertx.core.http.HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(
                        target.port(), target.address().getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(target.pathAndQuery())
                .setFollowRedirects(false)
                .setConnectTimeout(CONNECT_MILLIS);
        headers.forEach(options::putHeader);
        Reading reading = new Reading();
        client.request(options).compose(request -> reading.send(request, body)).onComplete(response -> {
            if (response.succeeded()) {
                reading.read(response.result());
            } else {
                reading.failed(response.cause());
            }
        });
        return reading.awaited(patience);
    }

    @Override
    public void close() {
        try {
            // with its client
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("outbound connections were not closed in order", failed);
        }
    }

    /** One call's answer while it comes; everything but {@link #awaited} runs on the event loop. */
    private static final class Reading {
        private final CompletableFuture<OutboundAnswer> answer = new CompletableFuture<>();
        private final Buffer text = Buffer.buffer();
        private volatile @Nullable HttpClientRequest request;
        private volatile int status;
        private volatile Optional<String> retryAfter = Optional.empty();

        Future<HttpClientResponse> send(HttpClientRequest made, byte[] body) {
            if (answer.isDone()) {
                made.reset();
                return Future.failedFuture("nobody waits for the answer any more");
            }
            request = made;
            return made.send(Buffer.buffer(body));
        }

        void read(HttpClientResponse response) {
            retryAfter = Optional.ofNullable(response.getHeader("Retry-After"));
            status = response.statusCode();
            response.exceptionHandler(_ -> complete());
            response.endHandler(_ -> complete());
            response.handler(part -> {
                text.appendBuffer(part.slice(0, Math.min(part.length(), BODY_BYTES - text.length())));
                if (text.length() == BODY_BYTES) {
                    complete();
                    abandon();
                }
            });
        }

        void failed(Throwable cause) {
            answer.complete(new OutboundAnswer.Failed(reason(cause)));
        }

        private void complete() {
            answer.complete(new OutboundAnswer.Answered(status, text.toString(StandardCharsets.UTF_8), retryAfter));
        }

        private void abandon() {
            Optional.ofNullable(request).ifPresent(HttpClientRequest::reset);
        }

        OutboundAnswer awaited(Duration patience) {
            try {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return givenUp(new OutboundAnswer.Failed("the service stopped during the call"));
            } catch (TimeoutException late) {
                return givenUp(
                        status == 0
                                ? new OutboundAnswer.Failed(
                                        "there was no answer within " + patience.toSeconds() + " seconds")
                                : new OutboundAnswer.Answered(status, "", retryAfter));
            } catch (ExecutionException bug) {
                throw new IllegalStateException(bug.getCause());
            }
        }

        private OutboundAnswer givenUp(OutboundAnswer instead) {
            answer.complete(instead);
            abandon();
            return instead;
        }

        private static String reason(Throwable cause) {
            String message = String.valueOf(cause.getMessage());
            return switch (cause) {
                case SSLException _ ->
                    "the certificate or the TLS handshake was not acceptable: " + ShownText.of(message, 200);
                case ConnectException _ -> "the connection was refused or not answered";
                default -> "the connection failed: " + ShownText.of(message, 200);
            };
        }
    }
}
