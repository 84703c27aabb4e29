package io.latebind.acceptance.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.crash.LateDevice;
import io.latebind.acceptance.peer.SharedLatebind.Shared;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.RunningProgram;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The CoAP port, tried by another implementation of CoAP on two other implementations of DTLS. */
@ExtendWith(SharedLatebind.class)
class IndependentCoapTest {
    private static final String FETCH = "after=&rxMaxSize=4096&txMaxSize=4096&limit=20";
    private static final String VERSIONS = "mver=mfw_nrf91x1_2.0.2&cver=3.1.0";

    private final Path folder;
    private final LatebindProcess service;

    IndependentCoapTest(Shared shared) {
        folder = shared.folder();
        service = shared.process();
    }

    private CoapPeer peer(Libcoap build, Path rootCertificate, String host) {
        return CoapPeer.connect(build, folder, rootCertificate, host, service.coapPort());
    }

    private LateDevice claimed() {
        LateDevice device = LateDevice.create();
        assertThat(service.rest()
                        .post("/v1/claimed-devices", "{\"claimToken\":\"" + device.attestationToken() + "\"}")
                        .status())
                .isEqualTo(201);
        return device;
    }

    private URI url(String pathAndQuery) {
        return URI.create(service.coapUrl() + "/" + pathAndQuery);
    }

    @ParameterizedTest
    @EnumSource
    void answersTheCommandLineClient(Libcoap build) {
        Path root = service.rootCertificate();
        String jwt = claimed().jwt(Instant.now());
        URI authenticate = url("p/auth-jwt?" + VERSIONS);
        assertThat(build.ask(authenticate, root, Optional.of(jwt))).contains("2.01");
        assertThat(build.ask(url("p/auth"), root, Optional.of(jwt))).contains("2.01");
        assertThat(build.ask(authenticate, root, Optional.of("nonsense"))).contains("4.03");
        // not signed by that key any more
        assertThat(build.ask(authenticate, root, Optional.of(jwt.replaceFirst("\\.[^.]{4}", ".AAAA"))))
                .contains("4.03");
        assertThat(build.ask(authenticate, root, Optional.of(LateDevice.create().jwt(Instant.now()))))
                .as("not claimed")
                .contains("4.01");
        assertThat(build.ask(url("p/cmd?" + FETCH), root, Optional.empty()))
                .as("another session has not authenticated")
                .contains("4.01");
        assertThat(build.ask(url("p/rsp"), root, Optional.of("nonsense"))).contains("4.01");
    }

    @ParameterizedTest
    @EnumSource
    void provisionsADeviceInBlocksWithinOneSession(Libcoap build) {
        LateDevice device = claimed();
        String queue = "/v1/claimed-devices/" + device.uuid() + "/provisioning";
        for (int i = 0; i < 10; i++) {
            service.rest().post(queue, "{\"request\":{\"clientPrivateKeyGeneration\":{\"secTag\":" + (100 + i) + "}}}");
        }
        service.rest().post(queue, "{\"request\":{\"config\":{\"large\":\"" + "x".repeat(500) + "\"}}}");
        service.rest().post(queue, "{\"request\":{\"finished\":{}}}");
        try (CoapPeer peer = peer(build, service.rootCertificate(), "localhost")) {
            assertThat(peer.get("p/cmd", FETCH, 64).code()).isEqualTo("4.01");
            assertThat(authenticated(peer, device).code()).isEqualTo("2.01");
            int rounds = 0;
            CoapPeer.Answer batch = peer.get("p/cmd", FETCH, 64);
            while (batch.body().length > 0) {
                assertThat(batch.code()).isEqualTo("2.05");
                assertThat(batch.body()).hasSizeGreaterThan(400);
                assertThat(batch.blocks()).isEqualTo((batch.body().length + 63) / 64);
                byte[] report = done(device, batch.body());
                assertThat(report).hasSizeGreaterThan(128);
                CoapPeer.Answer acknowledged = peer.post("p/rsp", "", 128, report);
                assertThat(acknowledged.code()).isEqualTo("2.04");
                assertThat(acknowledged.body()).isEmpty();
                batch = peer.get("p/cmd", FETCH, 64);
                rounds++;
            }
            assertThat(batch.code()).isEqualTo("2.05");
            assertThat(rounds).isPositive();
        }
        assertThat(service.rest()
                        .get(queue + "?pageLimit=100")
                        .json()
                        .path("items")
                        .findValuesAsString("status"))
                .hasSize(12)
                .containsOnly("SUCCEEDED");
        assertThat(service.rest()
                        .get("/v1/claimed-devices/" + device.uuid())
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("PROVISIONED");
    }

    @ParameterizedTest
    @EnumSource
    void showsACertificateThatLeadsToTheRootAndBearsTheName(Libcoap build) {
        Path otherRoot = otherRoot();
        try (CoapPeer peer = peer(build, otherRoot, "localhost")) {
            assertThat(peer.get("p/cmd", FETCH, 64).code()).isEqualTo("failed handshake");
        }
        try (CoapPeer peer = peer(build, service.rootCertificate(), "127.0.0.1")) {
            assertThat(peer.get("p/cmd", FETCH, 64).code()).isEqualTo("failed handshake");
        }
        assertThat(build.ask(url("p/cmd"), otherRoot, Optional.empty())).isEmpty();
    }

    private static CoapPeer.Answer authenticated(CoapPeer peer, LateDevice device) {
        return peer.post("p/auth-jwt", VERSIONS, 512, device.jwt(Instant.now()).getBytes(StandardCharsets.US_ASCII));
    }

    /** Keys are made, everything else succeeds. */
    private static byte[] done(LateDevice device, byte[] batch) {
        return switch (DeviceMessages.decodeCommands(batch)) {
            case Decoding.Malformed<List<DeviceCommand>> malformed -> throw new AssertionError(malformed.reason());
            case Decoding.Decoded<List<DeviceCommand>> decoded ->
                DeviceMessages.encodeResponses(decoded.value().stream()
                        .map(command -> done(device, command))
                        .toList());
        };
    }

    private static DeviceResponse done(LateDevice device, DeviceCommand command) {
        return switch (command) {
            case DeviceCommand.AtCommand at
            when at.setCommand().equals("%KEYGEN") ->
                new DeviceResponse.AtResponse(
                        at.correlation(),
                        device.makeKey(Long.parseLong(at.parameters().split(",", 2)[0]))
                                .reply());
            case DeviceCommand.AtCommand at -> new DeviceResponse.AtResponse(at.correlation(), "OK\r\n");
            case DeviceCommand.ConfigCommand config -> new DeviceResponse.ConfigResponse(config.correlation());
            case DeviceCommand.FinishedCommand end -> new DeviceResponse.FinishedResponse(end.correlation());
        };
    }

    private Path otherRoot() {
        Path certificate = folder.resolve("other.pem");
        List<String> command = List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=other",
                "-keyout",
                folder.resolve("other.key").toString(),
                "-out",
                certificate.toString());
        try (RunningProgram openssl = RunningProgram.start(command, Map.of())) {
            assertThat(openssl.awaitExit(RunningProgram.LIMIT))
                    .as(openssl.told())
                    .isZero();
        }
        return certificate;
    }
}
