package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device hears a bare status; its history tells one cause from the other, and what to do. */
@ExtendWith(SharedService.class)
class RefusedVisitsTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HALF = Duration.ofSeconds(30);

    private final RunningService service;
    private final ApiClient owner;
    private final TestDevice device;
    private final DeviceClient client;

    RefusedVisitsTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
        device = owner.claimed();
        client = service.deviceClient(device);
        owner.added(device, RequestSamples.KEY);
    }

    private HistoryLines history() {
        return HistoryLines.of(owner, device);
    }

    private void assertTold(String kind, String... words) {
        HistoryLines history = history();
        assertThat(history.text(kind)).contains(words);
        assertThat(history.only(kind).at("/from/address").stringValue()).isEqualTo("127.0.0.1");
        assertThat(history.advice(kind)).contains("restart it to hurry it");
        assertThat(history.kinds()).containsExactly("CLAIMED", "COMMAND_ADDED", kind);
    }

    private static Arguments cause(String kind, String words, Function<TestDevice, String> jwt) {
        return Arguments.of(kind, words, jwt);
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                cause(
                        "REFUSED_WRONG_KEY",
                        "not",
                        d -> TestDevice.withUuid(d.uuid()).jwt(Instant.now())),
                cause(
                        "REFUSED_WRONG_KEY",
                        "signature",
                        d -> TestDevice.withUuid(d.uuid()).jwt(Instant.now(), FIVE_MINUTES, "{\"alg\":\"ES256\"}")),
                // of another device's key, and expired: the key is what matters
                cause(
                        "REFUSED_WRONG_KEY",
                        "not",
                        d -> TestDevice.withUuid(d.uuid()).jwt(Instant.now().minus(Duration.ofDays(1)))),
                cause(
                        "REFUSED_EXPIRED",
                        "expired 9 min ago",
                        d -> d.jwt(Instant.now().minus(Duration.ofMinutes(14)).minus(HALF), FIVE_MINUTES)),
                cause(
                        "REFUSED_EXPIRED",
                        "its clock is 14 min slow",
                        d -> d.jwt(Instant.now().minus(Duration.ofMinutes(14)).minus(HALF), FIVE_MINUTES)),
                cause(
                        "REFUSED_CLOCK_SKEW",
                        "the device's clock is 42 min fast",
                        d -> d.jwt(Instant.now().plus(Duration.ofMinutes(42)).plus(HALF))),
                cause(
                        "REFUSED_CLOCK_SKEW",
                        "the device's clock is 4320 min (3 days) slow",
                        d -> d.jwt(Instant.now().minus(Duration.ofDays(3)).minus(HALF))),
                cause("REFUSED_TOO_LONG_LIVED", "7200 s", d -> d.jwt(Instant.now(), Duration.ofHours(2))),
                cause(
                        "REFUSED_WRONG_ALGORITHM",
                        "alg is not ES256",
                        d -> d.jwt(Instant.now(), FIVE_MINUTES, "{\"alg\":\"HS256\"}")),
                cause("REFUSED", "not after its beginning", d -> d.jwt(Instant.now(), Duration.ZERO)),
                cause("REFUSED", "base64url", d -> d.jwt(Instant.now()) + "=="));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void tellsWhyTheProofWasRefused(String kind, String words, Function<TestDevice, String> jwt) {
        assertThat(client.fetchAnswer("", jwt.apply(device)).statusCode()).isEqualTo(403);
        assertTold(kind, "refused: ", words);
    }

    @Test
    void tellsARefusalOfAKindOnceAMinute() {
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        for (int i = 0; i < 5; i++) {
            client.fetchAnswer("", impostor.jwt(Instant.now()));
        }
        client.fetchAnswer("", device.jwt(Instant.now(), Duration.ofHours(2)));
        assertThat(history().kinds())
                .containsExactly("CLAIMED", "COMMAND_ADDED", "REFUSED_WRONG_KEY", "REFUSED_TOO_LONG_LIVED");
    }

    @Test
    void tellsOfAMalformedReport() {
        client.fetchAnswer("");
        for (int i = 0; i < 3; i++) {
            assertThat(client.reportAnswer(new byte[] {(byte) 0x80}).statusCode())
                    .isEqualTo(400);
        }
        assertThat(history().text("MALFORMED")).contains("not well-formed", "nothing was recorded");
        assertThat(history().advice("MALFORMED")).contains("sent again");
    }

    @ParameterizedTest
    @ValueSource(ints = {16 * 1024 + 1, 40_000})
    void tellsOfAReportThatIsTooBig(int bytes) {
        assertThat(client.reportAnswer(new byte[bytes]).statusCode()).isEqualTo(400);
        assertThat(history().text("TOO_BIG")).contains(bytes + " bytes", "at most 16384");
        assertThat(history().only("TOO_BIG").at("/details/bytes").intValue()).isEqualTo(bytes);
        assertThat(history().advice("TOO_BIG")).contains("txMaxSize");
    }

    @Test
    void tellsOfAWrongContentType() {
        var report = client.request(DeviceClient.REPORT)
                .header("Authorization", "Bearer " + client.jwt())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"));
        assertThat(client.send(report).statusCode()).isEqualTo(415);
        assertTold("WRONG_CONTENT_TYPE", "application/json", "application/cbor");
    }

    @Test
    void tellsOfAParameterThatIsNone() {
        assertThat(client.fetchAnswer("?rxMaxSize=abc").statusCode()).isEqualTo(400);
        assertTold("BAD_PARAMETER", "rxMaxSize is \"abc\"", "from 64");
    }

    @Test
    void tellsAnImpostorsWrongContentTypeAsAWrongKey() {
        var report = client.request(DeviceClient.REPORT)
                .header(
                        "Authorization",
                        "Bearer " + TestDevice.withUuid(device.uuid()).jwt(Instant.now()))
                .POST(BodyPublishers.ofString("{}"));
        assertThat(client.send(report).statusCode()).isEqualTo(415);
        assertTold("REFUSED_WRONG_KEY", "refused");
    }

    @Test
    void keepsNothingAboutWhatCannotBeADeviceOfOurs() {
        TestDevice unclaimed = TestDevice.create();
        client.fetchAnswer("", unclaimed.jwt(Instant.now(), FIVE_MINUTES, "{\"alg\":\"none\"}"));
        client.fetchAnswer("", "nonsense");
        assertThat(service.rows.query(
                        "SELECT 1 FROM device_history WHERE device_uuid = ?",
                        unclaimed.uuid().value()))
                .isEmpty();
        assertThat(service.rows.query(
                        "SELECT 1 FROM unclaimed_visit WHERE device_uuid = ?",
                        unclaimed.uuid().value()))
                .isEmpty();
        assertThat(history().kinds()).containsExactly("CLAIMED", "COMMAND_ADDED");
    }
}
