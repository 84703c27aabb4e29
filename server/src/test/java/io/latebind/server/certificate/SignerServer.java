package io.latebind.server.certificate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.latebind.server.certificate.TestAuthority.Wanted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.cert.X509CertificateHolder;

/** A real TLS server on loopback, which answers as its test wants. */
public final class SignerServer implements AutoCloseable {
    static final String HOST = "signer.example";
    private static final char[] NO_PASSWORD = new char[0];

    /** @param client the subject of the certificate with which the caller proved itself */
    public record Heard(
            String method, String path, Map<String, String> headers, String body, Optional<String> client) {}

    /** @param status 0: the connection ends without an answer */
    public record Answer(int status, Map<String, String> headers, String body) {
        public static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body);
        }

        static Answer lost() {
            return of(0, "");
        }

        Answer with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(status, more, body);
        }
    }

    public final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Function<Heard, Answer> script = _ -> Answer.of(500, "no script");

    /** @param clients whose certificates are demanded; empty: none are */
    public SignerServer(TestAuthority tls, int port, Optional<X509CertificateHolder> clients) {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(tls, clients)) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                    wanted.setNeedClientAuth(clients.isPresent());
                    parameters.setSSLParameters(wanted);
                }
            });
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public SignerServer(TestAuthority tls) {
        this(tls, 0, Optional.empty());
    }

    private static SSLContext context(TestAuthority tls, Optional<X509CertificateHolder> clients) {
        try {
            KeyPair keys = TestAuthority.keyPair();
            X509Certificate own = TestAuthority.java(
                    tls.issue(Wanted.of(keys, "CN=somebody", Instant.now()).host(HOST)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", keys.getPrivate(), NO_PASSWORD, new Certificate[] {own});
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(store, NO_PASSWORD);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            if (clients.isPresent()) {
                trusted.setCertificateEntry("clients", TestAuthority.java(clients.get()));
            } else {
                trusted.setCertificateEntry("nobody", own);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException fault) {
            throw new AssertionError(fault);
        }
    }

    public void answers(Function<Heard, Answer> how) {
        script = how;
    }

    public void answers(Answer always) {
        script = _ -> always;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    String url(String path) {
        return "https://" + HOST + ":" + port() + path;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        Heard request = new Heard(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                client(exchange));
        heard.add(request);
        Answer answer = script.apply(request);
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        } catch (IOException gone) {
            // the caller has read as much as it wanted
        }
    }

    private static Optional<String> client(HttpExchange exchange) {
        try {
            Certificate[] shown = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
            return Optional.of(
                    ((X509Certificate) shown[0]).getSubjectX500Principal().getName());
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
