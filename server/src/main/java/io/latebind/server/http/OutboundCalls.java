package io.latebind.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to URLs that users gave: only to addresses that {@link AddressRules} lets, each looked up, checked and connected in one go.
 * Redirects are not followed, certificates are verified, and neither time nor memory is spent without limit.
 */
public final class OutboundCalls implements AutoCloseable {
    /** Of an answer's body; the rest is not read. */
    static final int BODY_BYTES = 4096;

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration CLOSING = Duration.ofSeconds(10);
    /** Whoever calls bounds its own calls; here nobody is to wait behind a stranger who calls the same host. */
    private static final int CONNECTIONS_PER_HOST = 256;

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

    /** Posts, and keeps the first 4 KiB of the answer; blocks as {@link #call} does. */
    public OutboundReply post(String url, Map<String, String> headers, byte[] body) {
        return call(new OutboundRequest(HttpMethod.POST, url, headers, body, OutboundTrust.ofMachine(), BODY_BYTES));
    }

    /** Blocks until the answer is there or {@code patience} is over; never throws for what the other side does. */
    public OutboundReply call(OutboundRequest request) {
        return switch (OutboundTarget.find(request.url(), names, allowPrivate)) {
            case OutboundTarget.Found.Nowhere(String reason) -> new OutboundReply.Failed("the URL " + reason, false);
            case OutboundTarget.Found.At(OutboundTarget target) -> send(target, request);
        };
    }

    private OutboundReply send(OutboundTarget target, OutboundRequest wanted) {
        RequestOptions options = new RequestOptions()
                .setMethod(io.vertx.core.http.HttpMethod.valueOf(wanted.method().name()))
                .setServer(SocketAddress.inetSocketAddress(
                        target.port(), target.address().getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(target.pathAndQuery())
                .setFollowRedirects(false)
                .setConnectTimeout(CONNECT_MILLIS);
        if (!wanted.trust().isOfMachine()) {
            options.setSslOptions(tls(wanted.trust()));
        }
        wanted.headers().forEach(options::putHeader);
        OutboundReading reading = new OutboundReading(wanted.maxBytes());
        client.request(options).onComplete(made -> {
            if (made.succeeded()) {
                reading.send(made.result(), wanted.body());
            } else {
                reading.failed(made.cause());
            }
        });
        return reading.awaited(patience);
    }

    private static ClientSSLOptions tls(OutboundTrust trust) {
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        trust.rootsPem()
                .ifPresent(roots -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(roots))));
        trust.client()
                .ifPresent(own -> options.setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(own.chainPem()))
                        .addKeyValue(Buffer.buffer(own.keyPem()))));
        return options;
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
}
