package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.LatebindProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Devices that come all at once over CoAP, through a network that loses and doubles datagrams and behind NATs that rebind, while the
 * service stops in order and starts again. {@code -Dlatebind.storm=2000 -Dlatebind.seed=…} makes it larger and chooses the network's
 * moods again.
 */
class CoapStormTest {
    private static final System.Logger LOG = System.getLogger(CoapStormTest.class.getName());

    @TempDir
    private Path directory;

    @Test
    void everyDeviceIsProvisionedAndARestartInOrderCostsNoHandshake() throws Exception {
        int devices = Integer.getInteger("latebind.storm", 100);
        long seed = SimulatedFleet.seed();
        LOG.log(System.Logger.Level.INFO, "{0} devices, seed {1}", devices, Long.toString(seed));
        AtomicInteger answered = new AtomicInteger();
        try (RestartedService service = new RestartedService(directory.resolve("data"), seed, answered);
                SimulatedFleet fleet = fleet(service.service(), devices, seed);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Users users = Users.of(service.service(), seed, fleet.tokens(), answered, _ -> true);
            users.work(threads, () -> service.restartInOrder(devices), 3 * devices);
            SettledFleet settled = new SettledFleet(service.service().rest(), users.actions(), fleet.journals());
            settled.await(devices);
            fleet.stop();
            settled.compare(Map.of(), seed);
            assertNoHandshakeButTheFirst(fleet, devices);
            assertThat(service.service().stop()).isZero();
        }
    }

    private SimulatedFleet fleet(LatebindProcess service, int devices, long seed) {
        return SimulatedFleet.start(
                directory,
                service,
                service.coapUrl(),
                seed,
                "--transport coap --faults loss=5%,dup=2%,rebind=20% --devices " + devices);
    }

    private static void assertNoHandshakeButTheFirst(SimulatedFleet fleet, int devices) throws IOException {
        JsonNode report = JsonMapper.shared().readTree(fleet.report());
        JsonNode coap = report.path("transports").path("coap");
        assertThat(coap.path("fullHandshakes").asInt(-1))
                .as(report.toPrettyString())
                .isEqualTo(devices);
        // while the service restarts the first copies of a message find nobody; a device whose last ones are lost as
        // well (1 in 100) doubts
        // its session and asks with a short handshake
        assertThat(coap.path("resumedHandshakes").asInt(-1)).isBetween(0, devices / 20);
        assertThat(coap.path("datagramsLost").asInt(-1)).isPositive();
        assertThat(coap.path("rebindings").asInt(-1)).isPositive();
    }
}
