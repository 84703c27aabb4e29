package io.latebind.contract.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiContractTest {
    private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";
    private static final String DEVICES = "/v1/claimed-devices";
    private static final String QUEUE = DEVICES + "/" + UUID + "/provisioning";
    private static final String DEVICE = """
            {"id":"%s","deviceType":"nrf9151_LACA","firmwareId":"%s","ownerId":"%s","ownershipStatus":"IDENTIFIED",\
            "tags":["a"],"status":"READY","registered":false,"proven":false,"claimedAt":"2026-11-22T21:44:00.000Z"}""".formatted(UUID, UUID, UUID);
    private static final String COMMAND = """
            {"id":"%s","request":{"preSharedKey":{"secTag":1,"identity":"me"}},"status":"PENDING",\
            "createdAt":"2026-11-22T21:44:00.000Z","updatedAt":"2026-11-22T21:44:00.000Z","createdBy":"me","attempts":0}""".formatted(UUID);
    private static final String PROBLEM = """
            {"type":"urn:latebind:problem:40400","title":"t","status":404,"detail":"d","message":"d","code":40400}""";

    private final OpenApiContract contract = OpenApiContract.load();

    private static ApiExchange get(String path, int status, String contentType, String body) {
        return new ApiExchange("GET", path, Optional.empty(), status, Optional.of(contentType), body);
    }

    private static ApiExchange post(String path, String request, int status, String answer) {
        return new ApiExchange("POST", path, Optional.of(request), status, Optional.of("application/json"), answer);
    }

    @Test
    void passesCallsThatKeepTheContract() {
        contract.check(get(DEVICES + "/" + UUID, 200, "application/json", DEVICE));
        contract.check(get(
                DEVICES + "?status=READY",
                200,
                "application/json; charset=utf-8",
                "{\"items\":[" + DEVICE + "],\"total\":1}"));
        contract.check(post(DEVICES, "{\"claimToken\":\"YQ.Yg\",\"tags\":[\"a,b\"]}", 201, DEVICE));
        contract.check(post("/v1/identities/claimed-devices", "{\"claimToken\":\"YQ.Yg\"}", 201, DEVICE));
        contract.check(get(QUEUE + "/" + UUID, 404, "application/problem+json", PROBLEM));
        contract.check(post(QUEUE, "{\"request\":{\"finished\":{}}}", 201, COMMAND));
        contract.check(
                new ApiExchange("POST", DEVICES + "/" + UUID + "/block", Optional.empty(), 204, Optional.empty(), ""));
        contract.check(new ApiExchange(
                "GET", "/v1/provisioning/commands?after=", Optional.empty(), 403, Optional.empty(), ""));
    }

    @Test
    void takesNullForAbsentInRequestsAlone() {
        contract.check(post(DEVICES, "{\"claimToken\":\"YQ.Yg\",\"tags\":null}", 201, DEVICE));
        assertThat(contract.problems(post(DEVICES, "{\"claimToken\":null}", 201, DEVICE)))
                .isNotEmpty();
        assertThat(contract.problems(
                        get(DEVICES + "/" + UUID, 200, "application/json", DEVICE.replace("[\"a\"]", "null"))))
                .isNotEmpty();
    }

    @Test
    void passesProblemsThatEveryRouteMayAnswer() {
        contract.check(get(DEVICES, 406, "application/problem+json", PROBLEM));
        assertThat(contract.problems(get(DEVICES, 406, "application/json", "{}")))
                .isNotEmpty();
    }

    @Test
    void failsForPathAndMethodThatAreNotDocumented() {
        assertThat(contract.problems(get("/v1/nothing", 200, "application/json", "{}")))
                .isNotEmpty();
        assertThat(contract.problems(new ApiExchange("PUT", DEVICES, Optional.empty(), 200, Optional.empty(), "")))
                .isNotEmpty();
        assertThat(contract.problems(get("/v1/nothing", 404, "application/problem+json", "{}")))
                .isNotEmpty();
    }

    @Test
    void failsForStatusThatIsNotDocumented() {
        assertThatThrownBy(() -> contract.check(get(DEVICES + "/" + UUID, 409, "application/problem+json", PROBLEM)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("409");
        assertThat(contract.problems(new ApiExchange(
                        "GET", "/v1/provisioning/commands", Optional.empty(), 503, Optional.empty(), "")))
                .isNotEmpty();
    }

    @Test
    void failsForWrongContentType() {
        assertThat(contract.problems(get(DEVICES + "/" + UUID, 200, "text/plain", DEVICE)))
                .isNotEmpty();
        assertThat(contract.problems(get(DEVICES + "/" + UUID, 404, "application/json", PROBLEM)))
                .isNotEmpty();
    }

    @Test
    void failsForBodyWhereNoneIsDocumented() {
        assertThat(contract.problems(new ApiExchange(
                        "DELETE", DEVICES + "/" + UUID, Optional.empty(), 204, Optional.of("application/json"), "{}")))
                .isNotEmpty();
    }

    @Test
    void failsForAnswerWithUnknownMissingOrMistypedField() {
        String path = DEVICES + "/" + UUID;
        for (String bad : new String[] {
            DEVICE.replace("\"proven\":false", "\"proven\":\"no\""),
            DEVICE.replace("\"proven\":false,", ""),
            DEVICE.replace("{\"id\"", "{\"key\":1,\"id\""),
            DEVICE.replace("READY", "ready"),
            DEVICE.replace(".000Z", "Z"),
            "[]",
            "not json"
        }) {
            assertThat(bad).isNotEqualTo(DEVICE);
            assertThat(contract.problems(get(path, 200, "application/json", bad)))
                    .as(bad)
                    .isNotEmpty();
        }
    }

    @Test
    void failsForSecretInAnswer() {
        String leaking = COMMAND.replace("\"identity\"", "\"secret\":\"AB\",\"identity\"");
        assertThat(contract.problems(get(QUEUE + "/" + UUID, 200, "application/json", COMMAND)))
                .isEmpty();
        assertThat(contract.problems(get(QUEUE + "/" + UUID, 200, "application/json", leaking)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request\":{}}",
                "{\"request\":{\"finished\":{},\"config\":{\"a\":\"b\"}}}",
                "{\"request\":{\"clientPrivateKeyGeneration\":{\"secTag\":2147483648}}}",
                "{\"request\":{\"certificateSigningRequest\":{\"secTag\":1,\"attributes\":\"a\\\"\",\"keyUsage\":\"101010000\"}}}",
                "{\"request\":{\"certificateSigningRequest\":{\"secTag\":1,\"attributes\":\"\",\"keyUsage\":\"1010\"}}}",
                "{\"request\":{\"preSharedKey\":{\"secTag\":1,\"identity\":\"me\",\"secret\":\"ABC\"}}}",
                "{\"request\":{\"config\":{}}}",
                "{\"request\":{\"config\":{\"properties\":{\"a\":\"b\"}}}}",
                "{\"finished\":{}}"
            })
    void failsForBadRequestThatWasTaken(String request) {
        assertThat(contract.problems(post(QUEUE, request, 201, COMMAND))).isNotEmpty();
        assertThat(contract.problems(new ApiExchange(
                        "POST",
                        QUEUE,
                        Optional.of(request),
                        400,
                        Optional.of("application/problem+json"),
                        PROBLEM.replace("404", "400"))))
                .as("refusing it is right")
                .isEmpty();
    }
}
