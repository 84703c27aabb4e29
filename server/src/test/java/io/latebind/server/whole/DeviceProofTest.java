package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed on the device port: JWTs (specification 5.3) and trust on first use (5.4). */
@ExtendWith(SharedService.class)
class DeviceProofTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final RunningService service;
    private final ApiClient owner;
    private final TestDevice device;
    private final DeviceClient client;

    DeviceProofTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
        device = owner.claimed();
        client = service.deviceClient(device);
        owner.added(device, RequestSamples.KEY);
    }

    private static String header(String algorithm, String kid) {
        return "{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"" + (kid.isEmpty() ? "" : ",\"kid\":\"" + kid + "\"")
                + "}";
    }

    private static String unsigned(TestDevice device) {
        String jwt = device.jwt(Instant.now(), FIVE_MINUTES, header("none", ""));
        return jwt.substring(0, jwt.lastIndexOf('.') + 1);
    }

    /** The public key as the secret of a symmetric algorithm: the classic confusion. */
    private static String symmetric(TestDevice device) {
        String jwt = device.jwt(
                Instant.now(), FIVE_MINUTES, header("HS256", device.publicKey().kid()));
        String input = jwt.substring(0, jwt.lastIndexOf('.'));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(device.publicKey().spki(), "HmacSHA256"));
            return input + "." + BASE64URL.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static Stream<Arguments> badJwts() {
        return Stream.of(
                bad("wrong key", d -> TestDevice.withUuid(d.uuid()).jwt(Instant.now())),
                bad(
                        "wrong key without kid",
                        d -> TestDevice.withUuid(d.uuid()).jwt(Instant.now(), FIVE_MINUTES, header("ES256", ""))),
                bad(
                        "wrong key under the right kid",
                        d -> TestDevice.withUuid(d.uuid())
                                .jwt(
                                        Instant.now(),
                                        FIVE_MINUTES,
                                        header("ES256", d.publicKey().kid()))),
                bad("unknown kid", d -> d.jwt(Instant.now(), FIVE_MINUTES, header("ES256", "ab".repeat(32)))),
                bad("kid of no form", d -> d.jwt(Instant.now(), FIVE_MINUTES, header("ES256", "../../key"))),
                bad("alg none", DeviceProofTest::unsigned),
                bad("alg none, signed", d -> d.jwt(Instant.now(), FIVE_MINUTES, header("none", ""))),
                bad("alg HS256", DeviceProofTest::symmetric),
                bad("alg ES384", d -> d.jwt(Instant.now(), FIVE_MINUTES, header("ES384", ""))),
                bad("expired", d -> d.jwt(Instant.now().minus(Duration.ofMinutes(11)), FIVE_MINUTES)),
                bad("too long-lived", d -> d.jwt(Instant.now(), Duration.ofSeconds(3601))),
                bad("of no length", d -> d.jwt(Instant.now(), Duration.ZERO)),
                bad("ending before it begins", d -> d.jwt(Instant.now(), Duration.ofMinutes(-1))),
                bad("from the future", d -> d.jwt(Instant.now().plus(Duration.ofMinutes(6)))),
                bad("of another device", d -> TestDevice.create().jwt(Instant.now())),
                bad(
                        "critical extension",
                        d -> d.jwt(Instant.now(), FIVE_MINUTES, "{\"alg\":\"ES256\",\"crit\":[\"x\"],\"x\":1}")),
                bad("cut", d -> d.jwt(Instant.now()).substring(0, 300)),
                bad("padded", d -> d.jwt(Instant.now()) + "=="),
                bad("with a fourth part", d -> d.jwt(Instant.now()) + ".AAAA"),
                bad("an attestation token", d -> "att." + d.attestationToken()),
                bad("an API key", d -> "lb_AAAA"),
                bad("huge", d -> "A".repeat(6000)));
    }

    private static Arguments bad(String name, Function<TestDevice, String> jwt) {
        return Arguments.of(name, jwt);
    }

    /** The claim, its queue and its pin; the history is looked at apart. */
    private String state() {
        UUID id = device.uuid().value();
        return List.of(
                        service.rows.query("SELECT d::text FROM device d WHERE uuid = ?", id),
                        service.rows.query("SELECT c::text FROM claimed_device c WHERE device_uuid = ?", id),
                        service.rows.query("SELECT q::text FROM provisioning_command q WHERE device_uuid = ?", id))
                .toString();
    }

    private List<List<String>> history() {
        return service.rows.query(
                "SELECT kind, text FROM device_history WHERE device_uuid = ?",
                device.uuid().value());
    }

    private void assertRefused(String jwt) {
        String before = state();
        assertThat(client.fetchAnswer("", jwt).statusCode()).isEqualTo(403);
        assertThat(client.reportAnswer(new byte[] {(byte) 0x80}, jwt).statusCode())
                .isEqualTo(403);
        assertThat(state()).isEqualTo(before);
        assertThat(history().stream().filter(line -> line.getFirst().startsWith("REFUSED")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(history().stream().map(List::getFirst).filter(kind -> !kind.startsWith("REFUSED")))
                .isSubsetOf("CLAIMED", "COMMAND_ADDED", "CONNECTED", "PROVEN", "DELIVERED");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJwts")
    void refusesBadJwtBeforeAndAfterTheFirstGoodOne(String name, Function<TestDevice, String> jwt) {
        assertRefused(jwt.apply(device));
        client.fetch();
        assertRefused(jwt.apply(device));
        assertThat(client.fetch()).as(name).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {240, -540})
    void takesClocksThatAreAFewMinutesApart(int secondsFromNow) {
        String jwt = device.jwt(Instant.now().plusSeconds(secondsFromNow));
        assertThat(client.fetchAnswer("", jwt).statusCode()).isEqualTo(200);
    }

    @Test
    void takesAJwtWithoutKidAndTheSameOneAgain() {
        String jwt = device.jwt(Instant.now(), Duration.ofHours(1), header("ES256", ""));
        assertThat(client.fetchAnswer("", jwt).statusCode()).isEqualTo(200);
        assertThat(client.fetchAnswer("", jwt).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAJwtWithAnyBitFlipped() {
        byte[] jwt = client.jwt().getBytes(StandardCharsets.US_ASCII);
        String before = state();
        IntStream.range(0, 40).map(i -> i * (jwt.length * 8 / 40) + i % 7).forEach(bit -> {
            byte[] flipped = jwt.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            String text = new String(flipped, StandardCharsets.ISO_8859_1);
            if (text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                assertThat(client.fetchAnswer("", text).statusCode())
                        .as("bit %d", bit)
                        .isEqualTo(403);
            }
        });
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void pinsTheKeyOfTheFirstGoodJwtAndNamesAnyOtherInTheHistory() {
        assertThat(pin()).isEqualTo("null");
        client.fetch();
        assertThat(pin())
                .isEqualTo(java.util.HexFormat.of().formatHex(device.publicKey().spki()));
        assertThat(history().stream().map(List::getFirst)).contains("PROVEN");
        assertRefused(TestDevice.withUuid(device.uuid()).jwt(Instant.now()));
        assertThat(history().stream()
                        .filter(line -> line.getFirst().equals("REFUSED_WRONG_KEY"))
                        .map(List::getLast))
                .singleElement()
                .asString()
                .contains("not the key that this device has proven");
    }

    @Test
    void keepsThePinThroughAnUnclaim() {
        client.fetch();
        String pin = pin();
        owner.delete(ApiClient.device(device)).is(204);
        assertThat(pin()).isEqualTo(pin);
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        service.otherTeam.claim(impostor).isProblem(40301);
        service.otherTeam.claim(device).is(201);
        assertThat(client.fetchAnswer("", impostor.jwt(Instant.now())).statusCode())
                .isEqualTo(403);
        assertThat(client.fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(pin()).isEqualTo(pin);
    }

    private String pin() {
        return service.rows.value(
                "SELECT encode(pinned_key, 'hex') FROM device WHERE uuid = ?",
                device.uuid().value());
    }
}
