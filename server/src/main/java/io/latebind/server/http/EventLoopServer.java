package io.latebind.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event loop's share of a listener: several of these accept on the same port. */
final class EventLoopServer extends VerticleBase {
    private final ListenerContext listener;
    private final HttpServerOptions options;
    private final IdentityHashMap<HttpConnection, ConnectionDeadline> connections = new IdentityHashMap<>();
    private @Nullable HttpServer server;

    EventLoopServer(ListenerContext listener, HttpServerOptions options) {
        this.listener = listener;
        this.options = options;
    }

    @Override
    public Future<?> start() {
        HttpServer made = vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(this::requested)
                .invalidRequestHandler(this::invalid);
        server = made;
        return made.listen();
    }

    Future<Void> shutdown(Duration patience) {
        return Optional.ofNullable(server).orElseThrow().shutdown(patience);
    }

    Future<Boolean> reload(ServerSSLOptions tls) {
        return Optional.ofNullable(server).orElseThrow().updateSSLOptions(tls, true);
    }

    private void connected(HttpConnection connection) {
        if (!listener.admission().admitConnection()) {
            connection.close();
            return;
        }
        ConnectionDeadline deadline = new ConnectionDeadline(vertx);
        connections.put(connection, deadline);
        connection.closeHandler(_ -> {
            deadline.clear();
            connections.remove(connection);
            listener.admission().connectionClosed();
        });
        deadline.set(listener.limits().headTimeout(), connection::close);
    }

    private void requested(HttpServerRequest request) {
        exchange(request).ifPresent(Exchange::begin);
    }

    private void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        exchange(request).ifPresent(exchange -> {
            switch (cause) {
                case TooLongHttpLineException _ ->
                    exchange.refuse(
                            ProtocolFault.URI_TOO_LONG,
                            "The request line is longer than " + HttpLimits.URI_BYTES + " bytes.");
                case TooLongHttpHeaderException _ ->
                    exchange.refuse(
                            ProtocolFault.HEADERS_TOO_LARGE,
                            "The header fields are longer than " + HttpLimits.HEADER_BYTES + " bytes.");
                case null, default ->
                    exchange.refuse(ProtocolFault.MALFORMED_REQUEST, "This is not a request of HTTP/1.1 (RFC 9112).");
            }
        });
    }

    /** Empty on a connection that was turned away. */
    private Optional<Exchange> exchange(HttpServerRequest request) {
        return Optional.ofNullable(connections.get(request.connection()))
                .map(deadline -> new Exchange(listener, context, deadline, request));
    }
}
