package io.latebind.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A {@link ListenerConfig} in the words of Vert.x. HTTP/1.1 alone: the devices speak nothing else. */
final class ServerOptions {
    private static final Set<String> TLS_VERSIONS = new LinkedHashSet<>(List.of("TLSv1.2", "TLSv1.3"));
    private static final int HANDSHAKE_SECONDS = 30;
    private static final int BACKLOG = 1024;

    private ServerOptions() {}

    static HttpServerOptions of(ListenerConfig config, InetSocketAddress address) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address.getAddress().getHostAddress())
                .setPort(address.getPort())
                .setTcpNoDelay(true)
                .setAcceptBacklog(BACKLOG)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setCompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setMaxInitialLineLength(HttpLimits.URI_BYTES)
                .setMaxHeaderSize(HttpLimits.HEADER_BYTES);
        config.tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setSslEngineOptions(engine())
                        .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                        .setKeyCertOptions(keys(tls)));
        return options;
    }

    static ServerSSLOptions tls(TlsMaterial tls) {
        ServerSSLOptions options = new ServerSSLOptions();
        options.setKeyCertOptions(keys(tls));
        options.setUseAlpn(false);
        options.setEnabledSecureTransportProtocols(TLS_VERSIONS);
        options.setSslHandshakeTimeout(HANDSHAKE_SECONDS);
        options.setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        return options;
    }

    private static PemKeyCertOptions keys(TlsMaterial tls) {
        return new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(tls.chainPem()))
                .setKeyValue(Buffer.buffer(tls.keyPem()));
    }

    /** BoringSSL takes a third of the JDK's time for a handshake; the JDK's serves where there is no native library. */
    private static SSLEngineOptions engine() {
        return OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }
}
