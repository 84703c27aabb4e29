package io.latebind.simulator.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.simulator.client.ClientLimits;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.FetchQuery;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.fleet.Arrivals;
import io.latebind.simulator.fleet.DeviceResult;
import io.latebind.simulator.fleet.Fleet;
import io.latebind.simulator.fleet.FleetConfig;
import io.latebind.simulator.fleet.FleetSummary;
import io.latebind.simulator.fleet.Patience;
import io.latebind.simulator.fleet.Rhythm;
import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.fleet.Until;
import io.latebind.simulator.network.DeviceChances;
import io.latebind.simulator.network.NetworkFaultText;
import io.latebind.simulator.network.NetworkFaults;
import io.latebind.simulator.trust.RootCertificates;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many devices behind a network that loses, repeats and delays, and whose addresses change. */
@Timeout(180)
final class BadNetworkTest {
    private static final CoapTiming BRISK =
            new CoapTiming(Duration.ofMillis(400), 4, Duration.ofMillis(600), 5, Duration.ofSeconds(60));

    private final CoapService service = new CoapService();

    @AfterEach
    void stop() {
        service.close();
    }

    private CoapTransport transport(NetworkFaults faults) throws IOException {
        return new CoapTransport(
                service.url(),
                RootCertificates.of(List.of(service.certificate)),
                BRISK,
                faults,
                InstantSource.system());
    }

    private FleetSummary run(int count, String faults) throws IOException, InterruptedException {
        NetworkFaults network = NetworkFaultText.parse(faults);
        List<SimulatedDevice> devices = SimulatedDevice.fleet(11, count, InstantSource.system()).stream()
                .map(device -> device.withAccidents(new DeviceChances(network, device.uuid())))
                .toList();
        try (CoapTransport transport = transport(network);
                Fleet fleet = Fleet.start(
                        new FleetConfig(
                                devices,
                                transport,
                                Until.FINISHED,
                                Rhythm.REAL.within(Duration.ofMillis(500)),
                                new Patience(Duration.ofMinutes(1), Duration.ofMinutes(2)),
                                Arrivals.storm(),
                                InstantSource.system(),
                                Thread::sleep),
                        _ -> {})) {
            return fleet.await(Duration.ofSeconds(150));
        }
    }

    private static long sum(FleetSummary summary, TrafficFigure figure) {
        return summary.results().stream()
                .mapToLong(result -> result.traffic().figure(figure))
                .sum();
    }

    @Test
    void bringsTwoHundredDevicesToTheEnd() throws Exception {
        FleetSummary summary = run(200, "loss=5%,dup=2%,reorder=1%,delay=5ms..30ms,rebind=20%");
        assertThat(summary.failures()).isEmpty();
        assertThat(service.finishedDevices()).isEqualTo(200);
        assertThat(sum(summary, TrafficFigure.DATAGRAMS_LOST)).isPositive();
        assertThat(sum(summary, TrafficFigure.DATAGRAMS_DUPLICATED)).isPositive();
        assertThat(sum(summary, TrafficFigure.DATAGRAMS_OVERTAKEN)).isPositive();
        assertThat(sum(summary, TrafficFigure.REBINDINGS)).isPositive();
        assertThat(sum(summary, TrafficFigure.RETRANSMISSIONS)).isPositive();
    }

    @Test
    void bringsDevicesToTheEndThatLosePowerAndSessions() throws Exception {
        FleetSummary summary = run(60, "session-loss=30%,power-cut=10%");
        assertThat(summary.failures()).isEmpty();
        assertThat(service.finishedDevices()).isEqualTo(60);
        assertThat(sum(summary, TrafficFigure.SESSIONS_LOST)).isPositive();
        assertThat(sum(summary, TrafficFigure.FULL_HANDSHAKES)).isGreaterThan(60);
        assertThat(summary.results()).extracting(DeviceResult::visits).anyMatch(visits -> visits > 1);
    }

    @Test
    void servesManyDevicesWithAHandfulOfThreads() throws Exception {
        int before = Thread.activeCount();
        try (CoapTransport transport = transport(NetworkFaults.NONE)) {
            FetchQuery query = new FetchQuery("", ClientLimits.DEFAULTS, "m", "c");
            for (SimulatedDevice device : SimulatedDevice.fleet(5, 40, InstantSource.system())) {
                DeviceConnection connection = transport.connect(device.uuid());
                connection.fetch(query, "jwt-" + device.uuid());
            }
            assertThat(Thread.activeCount() - before).isLessThan(10);
            assertThat(service.ports()).hasSize(40);
        }
    }
}
