package io.latebind.acceptance.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.crash.LateDevice;
import io.latebind.acceptance.peer.SharedLatebind.Shared;
import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.RunningProgram;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.vectors.ProtocolVectors;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The tokens of the test vectors, of one device with a known key, over each transport. */
@ExtendWith(SharedLatebind.class)
class TokenVectorsTest {
    private static final ProtocolVectors VECTORS = ProtocolVectors.load();
    private static final LateDevice DEVICE = device();

    private final Shared service;

    /** The device is in the registry, which attestation tokens need that authenticate; it is claimed with its token, once. */
    TokenVectorsTest(Shared service) {
        this.service = service;
        assertThat(service.rest()
                        .post(
                                "/v1/identities",
                                "{\"uuid\":\"%s\",\"publicKey\":\"%s\"}"
                                        .formatted(
                                                DEVICE.uuid(),
                                                Base64.getEncoder()
                                                        .encodeToString(VECTORS.bytes("identity_spki_der_hex"))))
                        .status())
                .isEqualTo(200);
        assertThat(service.rest()
                        .post("/v1/claimed-devices", "{\"claimToken\":\"" + VECTORS.text("attestation_token") + "\"}")
                        .status())
                .isIn(201, 409);
    }

    private static LateDevice device() {
        try {
            ECPublicKey identity = (ECPublicKey) new P256PublicKey(VECTORS.bytes("identity_spki_der_hex")).javaKey();
            BigInteger secret = new BigInteger(VECTORS.text("identity_private_d_hex"), 16);
            return new LateDevice(
                    DeviceUuid.parse(VECTORS.text("device_uuid")).orElseThrow(),
                    new KeyPair(
                            identity,
                            KeyFactory.getInstance("EC")
                                    .generatePrivate(new ECPrivateKeySpec(secret, identity.getParams()))));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private String path() {
        return "/v1/claimed-devices/" + DEVICE.uuid();
    }

    @ParameterizedTest
    @EnumSource
    void believesAJwtOfTheVectorsKey(Transport transport) {
        try (Transport.Visit visit = transport.visit(service, () -> DEVICE.jwt(Instant.now()))) {
            assertThat(visit.fetch().code()).isEqualTo(transport.nothing);
        }
    }

    @ParameterizedTest
    @EnumSource
    void believesTheAttestationToken(Transport transport) {
        String token = "att." + VECTORS.text("attestation_token");
        try (Transport.Visit visit = transport.visit(service, () -> token)) {
            assertThat(visit.fetch().code()).isEqualTo(transport.nothing);
        }
    }

    /** Of October 2025, which reads like a clock that is wrong. A history tells that once a minute at most, the log each time. */
    @ParameterizedTest
    @EnumSource
    void refusesTheJwtOfTheVectorsForItsTimeAlone(Transport transport) {
        long before = refusedAsExpired();
        try (Transport.Visit visit = transport.visit(service, () -> VECTORS.text("jwt"))) {
            assertThat(visit.fetch().code()).isEqualTo(transport.notProven);
        }
        Await.until(RunningProgram.LIMIT, "the log tells it", () -> refusedAsExpired() == before + 1);
        assertThat(service.rest()
                        .get(path() + "/history?pageSort=desc&pageLimit=100")
                        .body())
                .contains("REFUSED_CLOCK_SKEW", "issued at 2025-10-09T08:53:20Z")
                .doesNotContain("REFUSED_WRONG_KEY");
    }

    private long refusedAsExpired() {
        return service.process().program().err().stream()
                .filter(line -> line.contains("device " + DEVICE.uuid() + " was refused: ")
                        && line.contains(" expired at 2025-10-09T08:58:20Z"))
                .count();
    }

    static Stream<Arguments> keygenTokens() {
        return Stream.of(Transport.values())
                .flatMap(transport -> Stream.of(
                                "keygen_csr_new_style", "keygen_csr_old_style", "keygen_pubkey_new_style")
                        .map(token -> Arguments.of(transport, token)));
    }

    @ParameterizedTest
    @MethodSource("keygenTokens")
    void takesTheKeygenTokens(Transport transport, String name) {
        String token = VECTORS.text(name);
        String type = name.contains("csr") ? "certificateSigningRequest" : "clientPrivateKeyGeneration";
        String more = name.contains("csr") ? ",\"attributes\":\"\",\"keyUsage\":\"101010000\"" : "";
        String command = service.rest()
                .post(path() + "/provisioning", "{\"request\":{\"" + type + "\":{\"secTag\":16842753" + more + "}}}")
                .json()
                .path("id")
                .asString();
        try (Transport.Visit visit = transport.visit(service, () -> DEVICE.jwt(Instant.now()))) {
            byte[] report = reported(visit.fetch().body(), "%KEYGEN: \"" + token + "\"\r\nOK\r\n");
            assertThat(visit.report(report).code()).isEqualTo(transport.acknowledged);
        }
        JsonNode shown = service.rest().get(path() + "/provisioning/" + command).json();
        assertThat(shown.path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(shown.path("response").path(type).path("message").asString()).isEqualTo(token);
        JsonNode verdict = service.rest()
                .post("/v1/identities/verify", "{\"tokens\":[\"" + token + "\"]}")
                .json()
                .path("items")
                .path(0);
        assertThat(verdict.path("result").asString()).as(verdict.toString()).isEqualTo("verified");
        service.rest().post(path() + "/provisioning/reset");
        service.rest().post(path() + "/provisioning/discard");
    }

    private static byte[] reported(byte[] batch, String reply) {
        return switch (DeviceMessages.decodeCommands(batch)) {
            case Decoding.Malformed<List<DeviceCommand>> malformed -> throw new AssertionError(malformed.reason());
            case Decoding.Decoded<List<DeviceCommand>> decoded ->
                DeviceMessages.encodeResponses(decoded.value().stream()
                        .map(command -> (DeviceResponse) new DeviceResponse.AtResponse(
                                command.correlation(), command.correlation().endsWith(".s") ? "OK\r\n" : reply))
                        .toList());
        };
    }
}
