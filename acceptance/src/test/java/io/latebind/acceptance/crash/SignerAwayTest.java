package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.FixedPort;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.Rest;
import io.latebind.acceptance.process.RunningProgram;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A signer elsewhere is away for a while. {@code -Dlatebind.away=600} makes it ten minutes; the default is some seconds. */
class SignerAwayTest {
    private static final System.Logger LOG = System.getLogger(SignerAwayTest.class.getName());
    private static final int DEVICES = 50;
    private static final int AWAY_SECONDS = Integer.getInteger("latebind.away", 15);
    /** Of these devices: eight times their interval of a second, less what it is spread by. */
    private static final int LONGEST_BACK_OFF_SECONDS = 6;
    /** A quarter of a second, then twice as long each time; and some for a machine that is slow to get all keys made. */
    private static final int ANSWERS_WHILE_BACK_OFF_GROWS = 9;

    @TempDir
    private Path directory;

    @Test
    void devicesBackOffAndAllGetTheirCertificatesWhenItIsBack() throws Exception {
        long seed = SimulatedFleet.seed();
        int metrics = FixedPort.find();
        try (LatebindProcess service = LatebindProcess.start(
                        directory.resolve("data"),
                        "--public-host",
                        "localhost",
                        "--webhook-allow-private",
                        "true",
                        "--metrics-listen",
                        "127.0.0.1:" + metrics);
                OwnSigner signer = OwnSigner.start(directory.resolve("signer"), service.rest());
                SimulatedFleet fleet = SimulatedFleet.start(
                        directory,
                        service,
                        service.deviceUrl(),
                        seed,
                        "--interval 1s --arrival 5s --devices " + DEVICES)) {
            signer.awaitListening();
            signer.kill();
            long begin = System.nanoTime();
            KeyWisher user = new KeyWisher(service.rest(), Files.readString(service.rootCertificate()));
            Map<String, UserActions> wanted = user.claim(fleet.tokens(), 1);
            Await.until(RunningProgram.LIMIT, "all keys wait for the signer", () -> waiting(service.rest(), wanted));
            RestartedService.pass(1000 * AWAY_SECONDS);
            assertThat(waiting(service.rest(), wanted)).isTrue();

            long away = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            signer.restart();
            SettledFleet settled = new SettledFleet(service.rest(), wanted, fleet.journals());
            settled.await(DEVICES);
            fleet.stop();
            settled.compare(Map.of(), seed);
            assertThat(user.serials()).hasSize(DEVICES).containsExactlyInAnyOrderElementsOf(signer.issued());
            int sentAway = sentAway(metrics);
            LOG.log(System.Logger.Level.INFO, "{0} s away: {1} answers 500 for {2} devices", away, sentAway, DEVICES);
            long most = ANSWERS_WHILE_BACK_OFF_GROWS + away / LONGEST_BACK_OFF_SECONDS;
            assertThat((long) sentAway).isBetween((long) DEVICES, DEVICES * most);
        }
    }

    /** Each first command has made its key, and says what it waits for. */
    private static boolean waiting(Rest rest, Map<String, UserActions> devices) {
        return devices.entrySet().stream().allMatch(device -> {
            JsonNode key = rest.get("/v1/claimed-devices/" + device.getKey() + "/provisioning/"
                            + device.getValue().acknowledged().getFirst())
                    .json();
            return key.path("status").asString().equals("SUCCEEDED")
                    && key.path("issuance")
                            .path("problem")
                            .asString("")
                            .contains("signer of the certificate authority own");
        });
    }

    /** Fetches that were answered 500 because a certificate is still to be issued. */
    private static int sentAway(int metricsPort) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String figures = http.send(request, BodyHandlers.ofString()).body();
            return figures.lines()
                    .filter(line ->
                            line.startsWith("latebind_device_visits_total{") && line.contains("awaits_certificate"))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
