package io.latebind.acceptance.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.crash.LateDevice;
import io.latebind.acceptance.peer.SharedLatebind.Shared;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.vectors.ProtocolVectors;
import io.latebind.contract.vectors.ProtocolVectors.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The messages of the test vectors, to the byte, over each transport: what the service sends is what the vectors hold, and what the
 * vectors' device answers is taken and shown the same. Only correlation ids are the service's own, and a certificate that is one.
 */
@ExtendWith(SharedLatebind.class)
class MessageVectorsTest {
    private static final ProtocolVectors VECTORS = ProtocolVectors.load();
    private static final String CORRELATION = "0f1e2d3c-4b5a-4697-8877-665544332211.";
    private static final String SHORTENED_PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    private final Shared service;
    private final LateDevice device = LateDevice.create();

    MessageVectorsTest(Shared service) {
        this.service = service;
    }

    private String queue() {
        return "/v1/claimed-devices/" + device.uuid() + "/provisioning";
    }

    private Transport.Visit claimedAndVisiting(Transport transport) {
        assertThat(service.rest()
                        .post("/v1/claimed-devices", "{\"claimToken\":\"" + device.attestationToken() + "\"}")
                        .status())
                .isEqualTo(201);
        return transport.visit(service, () -> device.jwt(Instant.now()));
    }

    /** The commands behind the vectors {@code csr_…}. */
    private void queueCertificateRequest() {
        add(
                "{\"certificateSigningRequest\":{\"secTag\":16842753,\"attributes\":\"CN=50353036-3037-422a-8034-1d0b0a0b0c0d\","
                        + "\"keyUsage\":\"101010000\"}}");
    }

    /** The commands behind the vectors {@code mix_…}, {@code err_first} and {@code cfg_err}. */
    private void queueMixture(String pem) {
        add("{\"serverCertificate\":{\"secTag\":16842753,\"content\":"
                + JsonMapper.shared().writeValueAsString(pem) + "}}");
        add("{\"config\":{\"app/server\":\"iot.example.com\",\"provisioning/interval-sec\":\"3600\"}}");
        add("{\"finished\":{}}");
    }

    private void add(String request) {
        assertThat(service.rest().post(queue(), "{\"request\":" + request + "}").status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheCertificateRequestOfTheVectors(Transport transport) {
        try (Transport.Visit visit = claimedAndVisiting(transport)) {
            queueCertificateRequest();
            Transport.Answer batch = visit.fetch();
            String given = correlations(batch.body()).getLast();
            byte[] vector = VECTORS.message("csr_cmds").definite();
            byte[] expected = CborTexts.replaced(
                    CborTexts.replaced(vector, CORRELATION + "1.s", given + ".s"), CORRELATION + "1", given);
            assertThat(batch.code()).isEqualTo(transport.commands);
            assertThat(batch.body()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheMixtureOfTheVectors(Transport transport) throws IOException {
        String pem = Files.readString(service.process().rootCertificate());
        try (Transport.Visit visit = claimedAndVisiting(transport)) {
            queueMixture(pem);
            Transport.Answer batch = visit.fetch();
            byte[] expected = CborTexts.replaced(
                    VECTORS.message("mix_cmds").definite(),
                    "0,16842753,0,\"" + SHORTENED_PEM + "\"",
                    "0,16842753,0,\"" + pem + "\"");
            List<String> given = correlations(batch.body());
            for (int i = 0; i < given.size(); i++) {
                expected = CborTexts.replaced(expected, CORRELATION + (i + 2), given.get(i));
            }
            assertThat(batch.code()).isEqualTo(transport.commands);
            assertThat(batch.body()).isEqualTo(expected);
        }
    }

    static Stream<Arguments> reports() {
        return VECTORS.messages().stream()
                .filter(message -> !message.commands())
                .flatMap(message -> Stream.of(Transport.values())
                        .flatMap(transport -> Stream.of(
                                Arguments.of(transport, message, false), Arguments.of(transport, message, true))));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void takesTheReportsOfTheVectors(Transport transport, Message message, boolean indefinite) throws IOException {
        boolean mixture = !message.name().startsWith("csr_");
        try (Transport.Visit visit = claimedAndVisiting(transport)) {
            if (mixture) {
                queueMixture(Files.readString(service.process().rootCertificate()));
            } else {
                queueCertificateRequest();
            }
            byte[] report = indefinite ? message.indefinite().orElseThrow() : message.definite();
            List<String> given = correlations(visit.fetch().body());
            for (int i = 0; i < given.size(); i++) {
                String inVector = CORRELATION + (mixture ? Integer.toString(i + 2) : i == 0 ? "1.s" : "1");
                report = mentions(message, inVector) ? CborTexts.replaced(report, inVector, given.get(i)) : report;
            }
            Transport.Answer answer = visit.report(report);
            assertThat(answer.code()).isEqualTo(transport.acknowledged);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(results()).isEqualTo(expected(message.name()));
    }

    private static boolean mentions(Message message, String correlation) {
        return switch (DeviceMessages.decodeResponses(message.definite())) {
            case Decoding.Malformed<?> malformed -> throw new AssertionError(malformed.reason());
            case Decoding.Decoded<List<DeviceResponse>> decoded ->
                decoded.value().stream()
                        .anyMatch(response -> response.correlation().equals(correlation));
        };
    }

    /** What REST shows of each command: its status, and its response. */
    private static List<String> expected(String message) {
        return switch (message) {
            case "csr_rsps", "csr_rsps_ignored513" ->
                List.of("SUCCEEDED {\"certificateSigningRequest\":{\"message\":\""
                        + VECTORS.text("keygen_csr_new_style") + "\"}}");
            case "mix_rsps" ->
                List.of(
                        "SUCCEEDED {\"serverCertificate\":{}}",
                        "SUCCEEDED {\"config\":{}}",
                        "SUCCEEDED {\"finished\":{}}");
            case "err_first" ->
                List.of(
                        "FAILED {\"error\":{\"cmeError\":515,\"message\":\"+CME ERROR: 515\"}}",
                        "PENDING null",
                        "PENDING null");
            case "cfg_err" ->
                List.of(
                        "IN_PROGRESS null",
                        "FAILED {\"error\":{\"cmeError\":-22,\"message\":\"Unable to store [0](0-indexed) key-value-pair\"}}",
                        "PENDING null");
            default -> throw new AssertionError("a new vector: say what it means: " + message);
        };
    }

    private List<String> results() {
        List<String> results = new ArrayList<>();
        for (JsonNode command : service.rest().get(queue()).json().path("items")) {
            JsonNode response = command.path("response");
            results.add(command.path("status").asString() + " " + (response.isMissingNode() ? "null" : response));
        }
        return results;
    }

    private static List<String> correlations(byte[] batch) {
        return switch (DeviceMessages.decodeCommands(batch)) {
            case Decoding.Malformed<List<DeviceCommand>> malformed -> throw new AssertionError(malformed.reason());
            case Decoding.Decoded<List<DeviceCommand>> decoded ->
                decoded.value().stream().map(DeviceCommand::correlation).toList();
        };
    }
}
