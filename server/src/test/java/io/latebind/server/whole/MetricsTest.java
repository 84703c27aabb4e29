package io.latebind.server.whole;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.Await;
import io.latebind.server.TestDevice;
import io.latebind.server.coap.TestClient;
import io.latebind.server.http.TestCertificate;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What Prometheus reads: the figures that operations.md lists, with labels that no caller can multiply. Of a service of its own, where
 * nobody else counts.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_0-9]+)(\\{.*\\})? ([-+0-9.eE]+|NaN|\\+Inf)");

    private final RunningService service = new RunningService();

    @AfterAll
    void stop() {
        service.close();
    }

    /** The values by name and labels. */
    private Map<String, Double> scrape() {
        Map<String, Double> samples = new TreeMap<>();
        for (String line : service.metrics().lines().toList()) {
            if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                samples.put(
                        sample.group(1) + (sample.group(2) == null ? "" : sample.group(2)),
                        Double.valueOf(sample.group(3)));
            }
        }
        return samples;
    }

    private static double value(Map<String, Double> samples, String name) {
        return requireNonNull(samples.get(name), name);
    }

    private static double visits(Map<String, Double> samples, String outcome) {
        return value(samples, "latebind_device_visits_total{outcome=\"" + outcome + "\"}");
    }

    @Test
    void hasTheFiguresOfServiceDatabaseAndMachine() {
        Map<String, Double> samples = scrape();
        assertThat(samples)
                .containsEntry("latebind_database_up", 1.0)
                .containsEntry("latebind_database_outages_total", 0.0)
                .containsEntry("latebind_database_connections{state=\"most\"}", 8.0)
                .containsEntry("latebind_housekeeping_failures_total", 0.0)
                .containsKeys(
                        "latebind_database_connections{state=\"waiting\"}",
                        "latebind_unclaimed_visits_dropped_total",
                        "jvm_threads_live_threads",
                        "process_uptime_seconds",
                        "process_cpu_usage");
        assertThat(value(samples, "latebind_disk_free_bytes")).isPositive();
        double inAMonth = Instant.now().plus(Duration.ofDays(31)).getEpochSecond();
        assertThat(value(samples, "latebind_partitions_ready_until_timestamp_seconds"))
                .isGreaterThan(inAMonth);
        assertThat(value(samples, "latebind_device_certificate_expires_timestamp_seconds"))
                .isGreaterThan(inAMonth);
        assertThat(samples.keySet()).anyMatch(name -> name.startsWith("jvm_memory_used_bytes{"));
        assertThat(samples.keySet()).allMatch(name -> name.matches("(latebind|jvm|process|system)_.*"));
    }

    @Test
    void countsRequestsByRouteAndClassOfStatus() {
        String health = "{method=\"GET\",port=\"api\",route=\"/health\",status=\"2xx\"}";
        String device = "{method=\"GET\",port=\"api\",route=\"/v1/claimed-devices/{uuid}\",status=\"4xx\"}";
        service.nobody.get("/health").is(200);
        service.owner.get("/v1/claimed-devices/" + UUID.randomUUID()).is(404);
        Map<String, Double> before = scrape();
        service.nobody.get("/health").is(200);
        service.owner.get("/v1/claimed-devices/" + UUID.randomUUID()).is(404);
        Map<String, Double> after = scrape();
        for (String labels : List.of(health, device)) {
            String count = "latebind_http_requests_seconds_count" + labels;
            assertThat(value(after, count)).isEqualTo(value(before, count) + 1);
        }
        assertThat(after.keySet())
                .anyMatch(name -> name.startsWith("latebind_http_requests_seconds_bucket{method=\"GET\",port=\"api\""));
    }

    @Test
    void tellsTheCausesApartThatTheDeviceHearsAsOne() {
        TestDevice device = service.owner.claimed();
        DeviceClient client = service.deviceClient(device);
        Map<String, Double> before = scrape();
        client.fetchAnswer("");
        service.owner.added(device, RequestSamples.KEY);
        client.provision();
        client.fetchAnswer("", TestDevice.withUuid(device.uuid()).jwt(Instant.now()));
        client.fetchAnswer("", device.jwt(Instant.now().minus(Duration.ofMinutes(14))));
        client.fetchAnswer("", device.jwt(Instant.now().plus(Duration.ofMinutes(14))));
        client.fetchAnswer("", device.jwt(Instant.now(), Duration.ofHours(2)));
        client.fetchAnswer("", device.jwt(Instant.now(), Duration.ofMinutes(5), "{\"alg\":\"none\"}"));
        client.fetchAnswer("", "nonsense");
        client.fetchAnswer("?limit=none");
        client.reportAnswer(new byte[] {0});
        client.reportAnswer(new byte[20_000]);
        client.send(client.request(DeviceClient.REPORT)
                .header("Authorization", "Bearer " + client.jwt())
                .POST(BodyPublishers.ofString("x")));
        client.send(client.request(DeviceClient.FETCH).GET());
        service.deviceClient(TestDevice.create()).fetchAnswer("");
        Map<String, Double> after = scrape();
        Map<String, Integer> expected = new TreeMap<>(Map.of("nothing", 2, "delivered", 1, "acknowledged", 1));
        for (String once : List.of(
                "wrong_key",
                "expired",
                "clock_skew",
                "too_long_lived",
                "wrong_algorithm",
                "bad_jwt",
                "bad_parameter",
                "malformed",
                "too_big",
                "wrong_content_type",
                "no_credentials",
                "not_claimed")) {
            expected.put(once, 1);
        }
        expected.forEach((outcome, times) -> assertThat(visits(after, outcome) - visits(before, outcome))
                .as(outcome)
                .isEqualTo(times.doubleValue()));
    }

    @Test
    void countsCommandsByType() {
        String labels = "_total{type=\"endorsementKeyGeneration\"}";
        TestDevice device = service.owner.claimed();
        service.owner.added(device, "{\"endorsementKeyGeneration\":{\"secTag\":1}}");
        service.owner.added(device, "{\"endorsementKeyGeneration\":{\"secTag\":2}}");
        Map<String, Double> before = scrape();
        DeviceClient client = service.deviceClient(device);
        client.fetchAnswer("?limit=1");
        client.report(DeviceClient.successes(client.fetch()).subList(0, 1));
        client.fail(523);
        Map<String, Double> after = scrape();
        Map<String, Double> expected = Map.of("delivered", 4.0, "succeeded", 1.0, "failed", 1.0);
        expected.forEach((step, times) -> {
            String name = "latebind_commands_" + step + labels;
            assertThat(value(after, name) - value(before, name)).as(name).isEqualTo(times);
        });
    }

    @Test
    void growsByNoPathMethodOrDevice() {
        Random random = new Random(7);
        wander(random, 1);
        List<String> before = ours();
        wander(random, 1_000);
        assertThat(ours()).isEqualTo(before);
    }

    /** Without those of the JVM, where a collection for another cause is another series. */
    private List<String> ours() {
        return scrape().keySet().stream()
                .filter(name -> name.startsWith("latebind_"))
                .toList();
    }

    private void wander(Random random, int times) {
        for (int i = 0; i < times; i++) {
            service.apiAnswer("GET", "/" + Long.toHexString(random.nextLong()) + "/x");
            service.apiAnswer("M" + random.nextInt(1_000_000), "/v1/claimed-devices/" + UUID.randomUUID());
            service.apiAnswer("GET", "/v1/claimed-devices/" + UUID.randomUUID());
            if (i % 20 == 0) {
                service.deviceClient(TestDevice.create()).fetchAnswer("?mver=" + random.nextInt());
            }
        }
    }

    @Test
    void countsRequestsHandshakesAndSessionsOfTheCoapPort() {
        TestDevice device = service.owner.claimed();
        Map<String, Double> before = scrape();
        try (CoapDeviceClient client = service.coapClient(device);
                CoapDeviceClient stranger = service.coapClient(TestDevice.create())) {
            client.authenticate();
            client.fetch();
            client.fetchAnswer("limit=none");
            stranger.fetchAnswer("");
            Map<String, Double> after = scrape();
            Map<String, Double> expected = Map.of(
                    "latebind_coap_requests_seconds_count{code=\"2.01\",path=\"p/auth-jwt\"}",
                    1.0,
                    "latebind_coap_requests_seconds_count{code=\"2.05\",path=\"p/cmd\"}",
                    1.0,
                    "latebind_coap_requests_seconds_count{code=\"4.00\",path=\"p/cmd\"}",
                    1.0,
                    "latebind_coap_requests_seconds_count{code=\"4.01\",path=\"p/cmd\"}",
                    1.0,
                    "latebind_coap_handshakes_total{outcome=\"succeeded\"}",
                    2.0,
                    "latebind_coap_sessions",
                    2.0,
                    "latebind_coap_sessions_authenticated",
                    1.0);
            expected.forEach((name, more) -> assertThat(value(after, name) - before.getOrDefault(name, 0.0))
                    .as(name)
                    .isEqualTo(more));
            assertThat(visits(after, "asked_to_authenticate") - visits(before, "asked_to_authenticate"))
                    .isEqualTo(1.0);
            assertThat(visits(after, "authenticated") - visits(before, "authenticated"))
                    .isEqualTo(1.0);
        }
    }

    @Test
    void countsFailedHandshakesAndRecordsThatTheCoapPortThrowsAway() throws Exception {
        Map<String, Double> before = scrape();
        try (TestClient distrustful =
                new TestClient(TestCertificate.make("localhost").certificate(), service.coapPort())) {
            distrustful.send(distrustful.get("p/cmd"));
            junk(20);
            Await.until("both are counted", () -> {
                Map<String, Double> now = scrape();
                return grown(before, now, "latebind_coap_handshakes_total{outcome=\"failed\"}") >= 1
                        && grown(before, now, "latebind_coap_records_dropped_total") >= 20;
            });
        }
    }

    private static double grown(Map<String, Double> before, Map<String, Double> now, String name) {
        return value(now, name) - value(before, name);
    }

    private void junk(int datagrams) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(service.coapPort());
            for (int i = 0; i < datagrams; i++) {
                socket.send(new DatagramPacket(new byte[] {1, 2, 3, (byte) i}, 4));
            }
        }
    }

    @Test
    void countsUnknownCoapPathsAsOne() throws Exception {
        try (TestClient client = new TestClient(service.rootCertificate(), service.coapPort())) {
            for (int i = 0; i < 5; i++) {
                client.answer(client.get("p/nothing" + i));
            }
        }
        assertThat(scrape().keySet().stream().filter(name -> name.startsWith("latebind_coap_requests_seconds_count")))
                .noneMatch(name -> name.contains("nothing"))
                .contains("latebind_coap_requests_seconds_count{code=\"4.04\",path=\"unknown\"}");
    }

    @Test
    void isNotOnThePortOfTheRestApi() {
        assertThat(service.apiAnswer("GET", "/metrics").statusCode()).isEqualTo(404);
    }
}
