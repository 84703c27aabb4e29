package io.latebind.acceptance.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.crash.LateDevice;
import io.latebind.acceptance.peer.SharedLatebind.Shared;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTPS device port, as the vendor's client writes to it, through OpenSSL. */
@ExtendWith(SharedLatebind.class)
class RawHttpsDeviceTest {
    private final LatebindProcess service;

    RawHttpsDeviceTest(Shared shared) {
        service = shared.process();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void provisionsADevice(String tlsVersion) {
        LateDevice device = LateDevice.create();
        String path = "/v1/claimed-devices/" + device.uuid();
        service.rest().post("/v1/claimed-devices", "{\"claimToken\":\"" + device.attestationToken() + "\"}");
        service.rest().post(path + "/provisioning", "{\"request\":{\"config\":{\"a\":\"" + "x".repeat(300) + "\"}}}");
        service.rest().post(path + "/provisioning", "{\"request\":{\"finished\":{}}}");
        RawHttpsDevice client = new RawHttpsDevice(service.devicePort(), service.rootCertificate(), tlsVersion);

        RawHttpsDevice.Answer batch = client.fetch(device.jwt(Instant.now()));
        assertThat(batch.head().getFirst()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(header(batch, "content-type")).isEqualTo("application/cbor");
        // the client's parser waits for as many bytes; it would take a body in chunks as well, but it is not asked to
        assertThat(header(batch, "content-length")).isEqualTo(Integer.toString(batch.body().length));
        assertThat(header(batch, "cache-control")).isEqualTo("no-store");

        RawHttpsDevice.Answer acknowledged = client.report(device.jwt(Instant.now()), successes(batch.body()));
        assertThat(acknowledged.head().getFirst()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(acknowledged.body()).isEmpty();

        RawHttpsDevice.Answer nothing = client.fetch(device.jwt(Instant.now()));
        assertThat(nothing.head().getFirst()).isEqualTo("HTTP/1.1 204 No Content");
        assertThat(nothing.body()).isEmpty();
        assertThat(service.rest().get(path).json().path("status").asString()).isEqualTo("PROVISIONED");
        assertThat(service.rest().get(path).json().path("modemFirmware").asString())
                .isEqualTo("mfw_nrf91x1_2.0.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void answersADeviceThatNobodyClaimed(String tlsVersion) {
        RawHttpsDevice client = new RawHttpsDevice(service.devicePort(), service.rootCertificate(), tlsVersion);
        assertThat(client.fetch(LateDevice.create().jwt(Instant.now())).head().getFirst())
                .isEqualTo("HTTP/1.1 403 Forbidden");
    }

    private static String header(RawHttpsDevice.Answer answer, String name) {
        return answer.head().stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    private static byte[] successes(byte[] batch) {
        return switch (DeviceMessages.decodeCommands(batch)) {
            case Decoding.Malformed<List<DeviceCommand>> malformed -> throw new AssertionError(malformed.reason());
            case Decoding.Decoded<List<DeviceCommand>> decoded ->
                DeviceMessages.encodeResponses(decoded.value().stream()
                        .map(RawHttpsDeviceTest::success)
                        .toList());
        };
    }

    private static DeviceResponse success(DeviceCommand command) {
        return switch (command) {
            case DeviceCommand.AtCommand at -> new DeviceResponse.AtResponse(at.correlation(), "OK\r\n");
            case DeviceCommand.ConfigCommand config -> new DeviceResponse.ConfigResponse(config.correlation());
            case DeviceCommand.FinishedCommand end -> new DeviceResponse.FinishedResponse(end.correlation());
        };
    }
}
