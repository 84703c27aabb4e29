package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.TestDevice;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of DTLS sessions when the service stops in order and starts again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoapRestartTest {
    private final RunningService service = new RunningService();

    @AfterAll
    void close() {
        service.close();
    }

    private double handshakes() {
        return service.metrics()
                .lines()
                .filter(line -> line.startsWith("latebind_coap_handshakes_total{outcome=\"succeeded\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void goesOnWithSessionsWithoutHandshakeOrAuthentication() throws IOException {
        TestDevice device = service.owner.claimed();
        service.owner.added(device, "{\"config\":{\"a\":\"b\"}}");
        service.owner.added(device, "{\"finished\":{}}");
        try (CoapDeviceClient client = service.coapClient(device)) {
            double before = handshakes();
            assertThat(client.authenticate()).isEqualTo(ResponseCode.CREATED);
            var batch = client.fetch();
            assertThat(handshakes() - before).isEqualTo(1);
            service.restart();
            client.report(DeviceClient.successes(batch));
            assertThat(client.fetch()).isEmpty();
            assertThat(handshakes()).isZero();
        }
        Path kept = service.dataDirectory().resolve("coap.sessions");
        assertThat(kept).as("sessions are used once").doesNotExist();
    }

    @Test
    void keepsSessionsEncryptedAndForItsOwnerAlone() throws IOException {
        TestDevice device = service.owner.claimed();
        try (CoapDeviceClient client = service.coapClient(device)) {
            client.authenticate();
            Path kept = service.dataDirectory().resolve("coap.sessions");
            service.restartAfter(() -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                        .isEqualTo("rw-------");
                assertThat(new String(Files.readAllBytes(kept), StandardCharsets.ISO_8859_1))
                        .doesNotContain(device.uuid().toString(), "dtls", "bound");
            });
            assertThat(client.fetch()).isEmpty();
        }
    }

    @Test
    void goesOnWithSessionsAfterAStartThatWasRefused() throws IOException {
        TestDevice device = service.owner.claimed();
        InetSocketAddress port = service.coapPort();
        try (CoapDeviceClient client = service.coapClient(device)) {
            assertThat(client.authenticate()).isEqualTo(ResponseCode.CREATED);
            try (DatagramSocket other = new DatagramSocket(null)) {
                assertThatThrownBy(() -> service.restartAfter(() -> other.bind(port)))
                        .isInstanceOf(StartRefused.class)
                        .hasMessageContaining("in use");
            }
            service.restart();
            assertThat(client.fetch()).isEmpty();
            assertThat(handshakes()).isZero();
        }
    }

    @Test
    void startsWithoutSessionsThatAreDamaged() throws IOException {
        TestDevice device = service.owner.claimed();
        Path kept = service.dataDirectory().resolve("coap.sessions");
        try (CoapDeviceClient client = service.coapClient(device)) {
            client.authenticate();
            service.restartAfter(() -> {
                byte[] sealed = Files.readAllBytes(kept);
                sealed[sealed.length / 2] ^= 1;
                Files.write(kept, sealed);
            });
        }
        try (CoapDeviceClient anew = service.coapClient(device)) {
            assertThat(anew.authenticate()).isEqualTo(ResponseCode.CREATED);
            assertThat(anew.fetch()).isEmpty();
        }
    }
}
