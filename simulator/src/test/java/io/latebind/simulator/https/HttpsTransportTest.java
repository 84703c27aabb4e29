package io.latebind.simulator.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.ClientLimits;
import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.FetchQuery;
import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.modem.TestPem;
import io.latebind.simulator.trust.RootCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpsTransportTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final DeviceUuid DEVICE = new DeviceUuid(UUID.fromString("50363154-3931-44f0-8022-121b6401627d"));
    private static final FetchQuery QUERY = new FetchQuery("id.1", ClientLimits.DEFAULTS, "m", "c");

    private record Seen(String method, String uri, String authorization, String type, String connection, byte[] body) {}

    private final KeyPair key = TestPem.key();
    private final X509Certificate certificate = TestPem.certificate(key, "localhost");
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private final HttpsServer server = start(key, certificate);
    private int status = 200;
    private final byte[] answer = {1, 2, 3};
    private long announcedLength;

    private HttpsServer start(KeyPair serverKey, X509Certificate serverCertificate) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(TestPem.keyStore(serverKey, serverCertificate), new char[0]);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            HttpsServer made = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.setHttpsConfigurator(new HttpsConfigurator(tls));
            made.createContext("/", this::handle);
            return made;
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers.getFirst("Authorization"),
                    headers.getFirst("Content-Type"),
                    headers.getFirst("Connection"),
                    exchange.getRequestBody().readAllBytes()));
            clients.add(exchange.getRemoteAddress());
            exchange.sendResponseHeaders(status, status == 204 ? -1 : announcedLength);
            if (status != 204) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    @BeforeEach
    void serve() {
        announcedLength = answer.length;
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private DeviceConnection connection(String host, X509Certificate root) {
        URI service = URI.create("https://" + host + ":" + server.getAddress().getPort());
        return new HttpsTransport(service, RootCertificates.of(List.of(root)), TIMEOUT).connect(DEVICE);
    }

    private DeviceConnection connection() {
        return connection("localhost", certificate);
    }

    private static LinkFault faultOf(DeviceAnswer answer) {
        assertThat(answer).isInstanceOf(DeviceAnswer.NoAnswer.class);
        return ((DeviceAnswer.NoAnswer) answer).fault();
    }

    @Test
    void asksAsTheOfficialClientDoes() {
        assertThat(connection().fetch(QUERY, "jwt"))
                .isInstanceOfSatisfying(
                        DeviceAnswer.Ok.class, ok -> assertThat(ok.body()).containsExactly(1, 2, 3));
        assertThat(seen).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.uri()).isEqualTo("/v1/provisioning/commands?" + QUERY.encoded());
            assertThat(request.authorization()).isEqualTo("Bearer jwt");
            assertThat(request.type()).isEqualTo("*/*");
            assertThat(request.connection()).isEqualTo("close");
        });
    }

    @Test
    void reportsCborOverAConnectionOfItsOwn() {
        DeviceConnection connection = connection();
        connection.fetch(QUERY, "jwt");
        assertThat(connection.report(new byte[] {9, 8}, "jwt")).isInstanceOf(DeviceAnswer.Ok.class);
        Seen request = seen.getLast();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.uri()).isEqualTo("/v1/provisioning/response");
        assertThat(request.type()).isEqualTo("application/cbor");
        assertThat(request.body()).containsExactly(9, 8);
        assertThat(clients).hasSize(2);
    }

    @Test
    void countsTheBytesAndHandshakesOfEachDevice() {
        DeviceConnection connection = connection();
        connection.fetch(QUERY, "jwt");
        long once = connection.traffic().figure(TrafficFigure.BYTES_SENT);
        connection.fetch(QUERY, "jwt");
        assertThat(connection.traffic().figure(TrafficFigure.FULL_HANDSHAKES)).isEqualTo(2);
        assertThat(once).isGreaterThan(QUERY.encoded().length() + 200L);
        assertThat(connection.traffic().figure(TrafficFigure.BYTES_SENT)).isBetween(2 * once - 100, 2 * once + 100);
        assertThat(connection.traffic().figure(TrafficFigure.BYTES_RECEIVED)).isGreaterThan(1000);
        assertThat(connection().traffic().figure(TrafficFigure.BYTES_SENT)).isZero();
    }

    @Test
    void readsChunkedBodies() {
        announcedLength = 0;
        assertThat(connection().fetch(QUERY, "jwt"))
                .isInstanceOfSatisfying(
                        DeviceAnswer.Ok.class, ok -> assertThat(ok.body()).containsExactly(1, 2, 3));
    }

    @Test
    void tellsStatusesApart() {
        status = 204;
        assertThat(connection().fetch(QUERY, "jwt")).isEqualTo(new DeviceAnswer.NoContent());
        status = 403;
        assertThat(connection().fetch(QUERY, "jwt")).isEqualTo(new DeviceAnswer.Refused(403));
    }

    @Test
    void trustsTheGivenRootAlone() {
        X509Certificate other = TestPem.certificate(TestPem.key(), "localhost");
        assertThat(faultOf(connection("localhost", other).fetch(QUERY, "jwt")))
                .isEqualTo(LinkFault.UNTRUSTED_CERTIFICATE);
        assertThat(seen).isEmpty();
    }

    @Test
    void checksTheHostName() {
        assertThat(faultOf(connection("127.0.0.1", certificate).fetch(QUERY, "jwt")))
                .isEqualTo(LinkFault.WRONG_HOST_NAME);
        assertThat(seen).isEmpty();
    }

    @Test
    void knowsALostConnectionFromAnAnswer() {
        announcedLength = 10;
        assertThat(faultOf(connection().fetch(QUERY, "jwt"))).isEqualTo(LinkFault.CONNECTION_LOST);
    }

    @Test
    void knowsARefusedConnection() {
        DeviceConnection connection = connection();
        server.stop(0);
        assertThat(faultOf(connection.fetch(QUERY, "jwt"))).isEqualTo(LinkFault.CONNECTION_REFUSED);
    }

    @Test
    void knowsAServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            URI service = URI.create("https://localhost:" + silent.getLocalPort());
            var connection = new HttpsTransport(
                            service, RootCertificates.of(List.of(certificate)), Duration.ofMillis(200))
                    .connect(DEVICE);
            assertThat(faultOf(connection.fetch(QUERY, "jwt"))).isEqualTo(LinkFault.TIMED_OUT);
        }
    }

    @Test
    void saysHowToWriteAnAddress() {
        assertThatThrownBy(() -> new HttpsTransport(
                        URI.create("http://localhost"), RootCertificates.of(List.of(certificate)), TIMEOUT))
                .hasMessage("http://localhost is no device address: write https://HOST:PORT, for example"
                        + " https://localhost:8443");
    }

    @Test
    void saysWhichFileIsNoRootCertificate(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "hello");
        assertThatThrownBy(() -> RootCertificates.read(file)).hasMessageContaining("holds no PEM certificate");
        assertThatThrownBy(() -> RootCertificates.read(directory.resolve("none")))
                .hasMessageContaining("cannot be read");
    }
}
