package io.latebind.server.whole;

import io.latebind.server.LatebindServer;
import io.latebind.server.SeededIds;
import io.latebind.server.TestDevice;
import io.latebind.server.access.ApiKeyText;
import io.latebind.server.config.DatabaseUrl;
import io.latebind.server.config.EdgeSettings;
import io.latebind.server.config.HostPort;
import io.latebind.server.config.LogFormat;
import io.latebind.server.config.LogLevel;
import io.latebind.server.config.PublicHosts;
import io.latebind.server.config.PublicUrl;
import io.latebind.server.config.ServerConfig;
import io.latebind.server.config.TrustSettings;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Secret;
import io.latebind.server.postgres.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The service as its operator starts it, with a database of its own; two teams, and a viewer and an editor in the first. */
final class RunningService implements AutoCloseable {
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    final TestDatabase database = TestDatabase.create();
    final TableRows rows = new TableRows(database);
    final CertificateSamples certificates;
    final ApiClient owner;
    final ApiClient viewer;
    final ApiClient editor;
    final ApiClient otherTeam;
    final ApiClient nobody;
    final ApiClient stranger;
    private final EdgeSettings edge;
    private final Path directory;
    private final TrustSettings trust;
    private LatebindServer server;
    private LatebindServer.Started started;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient deviceHttp;

    /** Without limits on callers: the tests of a class are many and come from one address. */
    RunningService() {
        this(new TrustSettings(IdentityPolicy.FIRST_USE, false), EdgeSettings.OPEN);
    }

    RunningService(TrustSettings trust) {
        this(trust, EdgeSettings.OPEN);
    }

    RunningService(EdgeSettings edge) {
        this(new TrustSettings(IdentityPolicy.FIRST_USE, false), edge);
    }

    private RunningService(TrustSettings trust, EdgeSettings edge) {
        this.edge = edge;
        this.trust = trust;
        try {
            directory = Files.createTempDirectory("latebind-whole");
            server = new LatebindServer(config(ANY_PORT, ANY_PORT));
            started = server.start();
            certificates = new CertificateSamples(database, directory.resolve("data/secret.key"));
            owner = client(Optional.of(Files.readString(started.ownerKey()).strip()));
            viewer = client(Optional.of(newKey("(SELECT id FROM team WHERE operating)", "VIEWER")));
            editor = client(Optional.of(newKey("(SELECT id FROM team WHERE operating)", "EDITOR")));
            String team = UUID.randomUUID().toString();
            database.execute("INSERT INTO team VALUES ('" + team + "', 'other', false, now())");
            otherTeam = client(Optional.of(newKey("'" + team + "'", "OWNER")));
            nobody = client(Optional.empty());
            stranger = client(Optional.of("lb_nonsense"));
            deviceHttp = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(trusting(started.rootCertificate()))
                    .build();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private ServerConfig config(HostPort api, HostPort coap) {
        String url = database.jdbcUrl();
        String whole =
                url + (url.contains("?") ? "&" : "?") + "user=" + database.user() + "&password=" + database.password();
        return new ServerConfig(
                directory.resolve("data"),
                Optional.of(new DatabaseUrl(new Secret(whole))),
                8,
                api,
                Optional.empty(),
                ANY_PORT,
                Optional.of(coap),
                Optional.of(ANY_PORT),
                new PublicHosts(List.of("localhost", "127.0.0.1")),
                Optional.of(new PublicUrl("http://pki.example.com")),
                Optional.empty(),
                5,
                trust,
                5,
                7,
                true,
                edge,
                LogFormat.TEXT,
                LogLevel.INFO,
                false);
    }

    private ApiClient client(Optional<String> apiKey) {
        return new ApiClient(
                http, URI.create("http://127.0.0.1:" + started.api().getPort()), apiKey);
    }

    /** Who calls with this key. */
    ApiClient withKey(String apiKey) {
        return client(Optional.of(apiKey));
    }

    /** The owner of a new team. */
    ApiClient newTeam() {
        return client(Optional.of(
                owner.post("/v1/teams", "{\"name\":\"team\"}").is(201).text("/apiKey/key")));
    }

    /** A new member of {@code boss}'s team. */
    ApiClient newMember(ApiClient boss, String role) {
        String member = boss.post("/v1/members", "{\"name\":\"" + role + "\",\"role\":\"" + role + "\"}")
                .is(201)
                .id();
        return client(Optional.of(boss.post("/v1/api-keys", "{\"name\":\"key\",\"memberId\":\"" + member + "\"}")
                .is(201)
                .text("/key")));
    }

    /** Another key of the same member. */
    ApiClient sameMember(ApiClient member, String role) {
        return client(Optional.of(member.post("/v1/api-keys", "{\"name\":\"weaker\",\"role\":\"" + role + "\"}")
                .is(201)
                .text("/key")));
    }

    /** A key of a new member, past the API. */
    private String newKey(String teamSql, String role) {
        ApiKeyText key = ApiKeyText.random(new SeededIds(System.nanoTime()));
        String member = UUID.randomUUID().toString();
        database.execute(
                "INSERT INTO member SELECT '" + member + "', " + teamSql + ", 'someone', '" + role + "', now()");
        database.execute("INSERT INTO api_key (id, member_id, role, key_hash, created_at, name) VALUES ('"
                + UUID.randomUUID() + "', '" + member + "', '" + role + "', '\\x"
                + HexFormat.of().formatHex(key.hash()) + "', now(), 'key')");
        return key.reveal();
    }

    private static SSLContext trusting(Path root) {
        try (InputStream pem = Files.newInputStream(root)) {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            roots.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException fault) {
            throw new AssertionError("the root certificate cannot be trusted", fault);
        }
    }

    /** The provisioning client of this device. */
    DeviceClient deviceClient(TestDevice device) {
        return new DeviceClient(
                deviceHttp, URI.create("https://localhost:" + devicePort().getPort()), device);
    }

    /** For requests that openapi.yaml does not know. */
    int deviceStatus(HttpRequest.Builder request) {
        try {
            return deviceHttp
                    .send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What Prometheus would read. */
    String metrics() {
        return apiAnswer("GET", started.metrics().orElseThrow().getPort(), "/metrics")
                .body();
    }

    /** For requests that openapi.yaml does not know, without a key. */
    HttpResponse<String> apiAnswer(String method, String path) {
        return apiAnswer(method, started.api().getPort(), path);
    }

    private HttpResponse<String> apiAnswer(String method, int port, String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    int apiPort() {
        return started.api().getPort();
    }

    /** Stops in order and starts again, on the same ports for users and for CoAP. */
    void restart() {
        try {
            restartAfter(() -> {});
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** What is done while the service is not running. */
    interface Meanwhile {
        void done() throws IOException;
    }

    void restartAfter(Meanwhile meanwhile) throws IOException {
        HostPort api = new HostPort("127.0.0.1", started.api().getPort());
        HostPort coap = new HostPort("127.0.0.1", coapPort().getPort());
        server.close();
        meanwhile.done();
        server = new LatebindServer(config(api, coap));
        started = server.start();
    }

    /** A device with a DTLS session of its own. */
    CoapDeviceClient coapClient(TestDevice device) {
        return new CoapDeviceClient(rootCertificate(), coapPort(), device);
    }

    InetSocketAddress coapPort() {
        return started.deviceCoap().orElseThrow();
    }

    X509Certificate rootCertificate() {
        try (InputStream pem = Files.newInputStream(started.rootCertificate())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        } catch (IOException | GeneralSecurityException fault) {
            throw new AssertionError("the root certificate cannot be read", fault);
        }
    }

    /** Where the data directory is. */
    Path dataDirectory() {
        return directory.resolve("data");
    }

    InetSocketAddress devicePort() {
        return started.deviceHttps();
    }

    @Override
    public void close() {
        // streams of events have no end that one could wait for
        http.shutdownNow();
        deviceHttp.close();
        server.close();
        database.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
