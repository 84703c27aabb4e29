package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Bad input for every field: a problem that names field, value and reason; nothing changes, and no secret is repeated. Looks at the whole
 * database before and after each, so it has a small one of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    /** Parts of every secret that the bad requests hold. */
    private static final List<String> SECRETS = List.of(
            "F00DF00D",
            "1234567890123456",
            "12345678901234",
            PemSamples.PASSWORD,
            "Wrong.Horse",
            secondLine(PemSamples.ENCRYPTED_KEY),
            secondLine(PemSamples.PLAIN_KEY));

    private final RunningService service = new RunningService();
    private final ApiClient owner = service.owner;
    private final TestDevice device = owner.claimed();
    private final LogLines log = new LogLines();

    @BeforeAll
    void addSomethingWithASecret() {
        owner.added(device, RequestSamples.PSK);
    }

    @AfterAll
    void stop() {
        log.close();
        service.close();
    }

    private static String secondLine(String pem) {
        return pem.lines().skip(1).findFirst().orElseThrow();
    }

    private void assertNoSecretIn(String text) {
        assertThat(SECRETS).noneMatch(text::contains);
    }

    private Answer refused(BadInput bad, String path) {
        Map<String, String> before = service.rows.everything();
        Answer answer = owner.post(path, bad.body()).isProblem(bad.code());
        assertThat(answer.message()).contains(bad.words());
        if (!bad.pointer().isEmpty()) {
            assertThat(answer.json()
                            .get("errors")
                            .valueStream()
                            .map(error -> error.get("pointer").stringValue()))
                    .contains(bad.pointer());
        }
        assertThat(service.rows.everything()).isEqualTo(before);
        assertNoSecretIn(answer.body());
        return answer;
    }

    static Stream<BadInput> badCommands() {
        return BadCommands.all();
    }

    @ParameterizedTest
    @MethodSource("badCommands")
    void refusesBadCommandAndChangesNothing(BadInput bad) {
        refused(bad, queue(device));
        log.all().forEach(this::assertNoSecretIn);
    }

    @Test
    void namesEveryBadFieldOnce() {
        Answer answer = owner.add(
                        device,
                        "{\"clientPrivateKey\":{\"secTag\":-1,\"content\":\""
                                + PemSamples.json(PemSamples.ENCRYPTED_KEY)
                                + "\",\"password\":\"a\\nb\",\"pasword\":7}}")
                .isProblem(40002);
        assertThat(answer.json()
                        .get("errors")
                        .valueStream()
                        .map(error -> error.get("pointer").stringValue()))
                .containsExactly(
                        "/request/clientPrivateKey/secTag",
                        "/request/clientPrivateKey/password",
                        "/request/clientPrivateKey/pasword");
    }

    static Stream<BadInput> badClaims() {
        String token = TestDevice.create().attestationToken();
        String whole = "{\"claimToken\":\"" + token + "\"%s}";
        return Stream.of(
                BadInput.field("no token", "{}", "/claimToken", "missing"),
                BadInput.field("token null", "{\"claimToken\":null}", "/claimToken", "missing"),
                BadInput.field("token empty", "{\"claimToken\":\"\"}", "/claimToken", "empty"),
                BadInput.field("token number", "{\"claimToken\":7}", "/claimToken", "a text", "a number"),
                BadInput.field("token NUL", "{\"claimToken\":\"a\\u0000\"}", "/claimToken", "U+0000"),
                BadInput.field("wrong name", "{\"claimTokn\":\"x\"}", "/claimTokn", "did you mean claimToken?"),
                BadInput.field("tags text", whole.formatted(",\"tags\":\"a\""), "/tags", "a list", "a text"),
                BadInput.field("tags numbers", whole.formatted(",\"tags\":[\"a\",7]"), "/tags/1", "a text"),
                BadInput.field(
                        "tag long", whole.formatted(",\"tags\":[\"" + "t".repeat(129) + "\"]"), "/tags", "129", "128"),
                BadInput.field("tag newline", whole.formatted(",\"tags\":[\"a\\nb\"]"), "/tags", "control characters"),
                BadInput.field("tag half", whole.formatted(",\"tags\":[\"\\ud800\"]"), "/tags", "half a character"),
                BadInput.field("tag NUL", whole.formatted(",\"tags\":[\"\\u0000\"]"), "/tags/0", "U+0000"),
                BadInput.field("51 tags", whole.formatted(",\"tags\":[\"" + manyTags() + "\"]"), "/tags", "50", "51"),
                badToken("not base64url", token.replace('.', '*')),
                badToken("one part", token.substring(0, token.indexOf('.'))),
                badToken("three parts", token + ".AAAA"),
                badToken("cut", token.substring(0, token.length() - 7)),
                badToken("padded", token + "=="),
                badToken("garbage", "YQ.Yg"),
                badToken("with newline", token.substring(0, 20) + "\\n" + token.substring(20)),
                badToken("half", "\\ud800.\\ud800"),
                badToken("huge", "A".repeat(100_000) + ".AAAA"));
    }

    private static String manyTags() {
        StringBuilder tags = new StringBuilder("t0");
        for (int i = 1; i < 51; i++) {
            tags.append(",t").append(i);
        }
        return tags.toString();
    }

    private static BadInput badToken(String name, String token) {
        return new BadInput(
                name,
                "{\"claimToken\":\"" + token + "\"}",
                40004,
                "",
                List.of("claimToken is not an attestation token", "AT%ATTESTTOKEN"));
    }

    @ParameterizedTest
    @MethodSource("badClaims")
    void refusesBadClaimAndChangesNothing(BadInput bad) {
        String message = refused(bad, DEVICES).message();
        assertThat(refused(bad, DEVICES + "?dryrun=true").message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "pageLimit=0,?pageLimit,0",
        "pageLimit=101,?pageLimit,101",
        "pageLimit=-1,?pageLimit,-1",
        "pageLimit=99999999999999999999,?pageLimit,9999",
        "pageLimit=,?pageLimit,1 to 100",
        "pageLimit=1.5,?pageLimit,1.5",
        "pageLimit=%D9%A3,?pageLimit,1 to 100",
        "pageLimit=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%F0%9F%98%80b,?pageLimit,1 to 100",
        "pageSort=up,?pageSort,asc or desc",
        "status=ready,?status,READY",
        "status=,?status,READY",
        "status=DELETED,?status,DELETED",
        "deviceType=nrf52,?deviceType,nrf52",
        "id=7,?id,a device UUID",
        "deviceType=unknown_99999999999,?deviceType,unknown_99999999999"
    })
    void refusesBadParameterOfListAndNamesIt(String query, String pointer, String word) {
        Answer answer = owner.get(DEVICES + "?" + query).isProblem(40003);
        assertThat(answer.message()).contains(pointer.substring(1), word);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        if (query.startsWith("page")) {
            owner.get(queue(device) + "?" + query).isProblem(40003);
        }
    }

    @Test
    void refusesPageTokensThatItNeverGaveOut() {
        byte[] farPast = ByteBuffer.allocate(24).putLong(Long.MIN_VALUE).array();
        byte[] farFuture = ByteBuffer.allocate(24).putLong(Long.MAX_VALUE).array();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        for (String token : List.of(
                "x",
                "%2B%2B",
                "AAAA",
                "1",
                base64.encodeToString(farPast),
                base64.encodeToString(farFuture),
                "%F0%9F%98%80")) {
            for (String sort : List.of("asc", "desc")) {
                assertThat(owner.get(DEVICES + "?pageSort=" + sort + "&pageNextToken=" + token)
                                .isProblem(40003)
                                .message())
                        .contains("pageNextToken");
            }
        }
        for (String token : List.of("x", "-1", "0", "99999999999", "1.0")) {
            owner.get(queue(device) + "?pageNextToken=" + token).isProblem(40003);
        }
    }

    @Test
    void refusesBodiesThatAreNoJsonInUtf8() {
        Map<String, String> before = service.rows.everything();
        String good = "{\"request\":{\"finished\":{}}}";
        byte[] latin1 = "{\"request\":{\"config\":{\"é\":\"\"}}}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = "{\"request\":{\"config\":{\"k\":\"__\"}}}".getBytes(StandardCharsets.US_ASCII);
        overlong[overlong.length - 6] = (byte) 0xc0;
        overlong[overlong.length - 5] = (byte) 0x80;
        byte[] surrogate = "{\"request\":{\"config\":{\"k\":\"___\"}}}".getBytes(StandardCharsets.US_ASCII);
        surrogate[surrogate.length - 7] = (byte) 0xed;
        surrogate[surrogate.length - 6] = (byte) 0xa0;
        surrogate[surrogate.length - 5] = (byte) 0x80;
        for (byte[] body : List.of(
                latin1,
                overlong,
                surrogate,
                good.getBytes(StandardCharsets.UTF_16),
                good.getBytes(StandardCharsets.UTF_16LE))) {
            owner.post(queue(device), body, "application/json").is(400);
        }
        for (String type :
                List.of("text/plain", "application/cbor", "application/jsonx", "application/x-www-form-urlencoded")) {
            owner.post(queue(device), good.getBytes(StandardCharsets.UTF_8), type)
                    .isProblem(41500);
            owner.post(DEVICES, good.getBytes(StandardCharsets.UTF_8), type).isProblem(41500);
        }
        byte[] huge = new byte[1024 * 1024 + 1];
        owner.post(queue(device), huge, "application/json").isProblem(41300);
        owner.post(DEVICES, huge, "application/json").isProblem(41300);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void takesCrLfAndChainsAndWritesThemAnew() {
        TestDevice taker = owner.claimed();
        String chain = PemSamples.CERTIFICATE + PemSamples.OTHER_CERTIFICATE;
        for (String content : List.of(chain, chain.replace("\n", "\r\n"), "\n\n" + chain.replace("\n", " \n") + "\n")) {
            Answer created = owner.add(taker, RequestSamples.certificate("serverCertificate", content))
                    .is(201);
            assertThat(created.text("/request/serverCertificate/content")).isEqualTo(chain);
        }
        owner.add(
                        taker,
                        RequestSamples.clientPrivateKey(
                                PemSamples.ENCRYPTED_KEY.replace("\n", "\r\n"), PemSamples.PASSWORD))
                .is(201);
    }

    @Test
    void takesWhatIsJustWithinItsLimits() {
        TestDevice taker = owner.claimed();
        owner.add(taker, RequestSamples.psk("Ab".repeat(64))).is(201);
        owner.add(
                        taker,
                        "{\"preSharedKey\":{\"secTag\":0,\"identity\":\"" + " !#[]~".repeat(21)
                                + "xy\",\"secret\":\"00\"}}")
                .is(201);
        owner.add(
                        taker,
                        "{\"certificateSigningRequest\":{\"secTag\":2147483647,\"attributes\":\"CN=" + "x".repeat(253)
                                + "\",\"keyUsage\":\"000000000\"}}")
                .is(201);
        owner.add(taker, "{\"config\":{\"" + "é".repeat(32) + "\":\"" + "é".repeat(256) + "\",\"😀\":\"\"}}")
                .is(201);
        JsonNode items = owner.get(queue(taker)).is(200).json().get("items");
        assertThat(items).hasSize(4);
    }
}
