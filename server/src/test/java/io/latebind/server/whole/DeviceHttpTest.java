package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The device's side over HTTPS, to the letter of specification 6.2; every answer passes the checks of {@link DeviceClient}. */
@ExtendWith(SharedService.class)
class DeviceHttpTest {
    private final RunningService service;
    private final ApiClient owner;
    private final TestDevice device;
    private final DeviceClient client;

    DeviceHttpTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
        device = owner.claimed();
        client = service.deviceClient(device);
    }

    private int fetchStatus(String query) {
        return client.fetchAnswer(query).statusCode();
    }

    @Test
    void deliversAsCborAndTakesTheReportWithAnEmpty200() {
        String key = owner.added(device, RequestSamples.KEY);
        HttpResponse<byte[]> answer = client.fetchAnswer("?after=&rxMaxSize=1536&txMaxSize=1536&limit=5");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/cbor");
        List<DeviceCommand> batch = DeviceClient.decoded(answer.body());
        assertThat(batch).hasSize(2);
        client.report(DeviceClient.successes(batch));
        assertThat(owner.status(device, key)).isEqualTo("SUCCEEDED");
        assertThat(fetchStatus("")).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?limit=5&txMaxSize=1536&rxMaxSize=1536&after=",
                "?cver=1&mver=mfw_nrf91x1_2.0.2",
                "?rxMaxSize=65535&txMaxSize=999999999999999999999&limit=4294967296",
                "?rxMaxSize=00001024&limit=007",
                "?after=nonsense",
                "?after=00000000-0000-0000-0000-000000000000.1",
                "?after=%F0%9F%98%80%22%5C'--",
                "?unknown=1&unknown=2&after",
                "?mver=%01%F0%9F%98%80&cver="
            })
    void takesParametersInAnyOrderAndNumberAndAnyHint(String query) {
        owner.added(device, RequestSamples.KEY);
        assertThat(fetchStatus(query)).isEqualTo(200);
    }

    @Test
    void takesVersionsOfAnyLengthAndShowsThemCut() {
        String letters = "v".repeat(127);
        assertThat(fetchStatus("?mver=" + letters + "%F0%9F%98%80x&cver=" + "c".repeat(5000)))
                .isEqualTo(204);
        Answer shown = owner.get(ApiClient.device(device)).is(200);
        assertThat(shown.text("/modemFirmware")).startsWith(letters).hasSizeLessThan(130);
        assertThat(shown.text("/clientVersion")).isEqualTo("c".repeat(128));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rxMaxSize=0",
                "rxMaxSize=-1",
                "rxMaxSize=abc",
                "rxMaxSize=",
                "rxMaxSize=1e3",
                "rxMaxSize=%2B64",
                "rxMaxSize=%D9%A1%D9%A0%D9%A2%D9%A4",
                "txMaxSize=0",
                "txMaxSize=-2048",
                "txMaxSize=0x400",
                "txMaxSize=20.5",
                "limit=0",
                "limit=-1",
                "limit=ten",
                "limit=",
                "after=%FF",
                "after=%00"
            })
    void refusesParametersThatAreNoSizesAndDeliversNothing(String query) {
        String key = owner.added(device, RequestSamples.KEY);
        Map<String, String> before = service.rows.everythingButHistory();
        assertThat(fetchStatus("?" + query)).isEqualTo(400);
        assertThat(service.rows.everythingButHistory()).isEqualTo(before);
        assertThat(owner.status(device, key)).isEqualTo("PENDING");
    }

    @Test
    void takesAfterOfAnotherDeviceForEmpty() {
        TestDevice other = owner.claimed();
        owner.added(other, RequestSamples.KEY);
        String foreign = service.deviceClient(other).fetch().getLast().correlation();
        owner.added(device, RequestSamples.KEY);
        assertThat(fetchStatus("?after=" + foreign)).isEqualTo(200);
        assertThat(history("RESULT_LOST")).isZero();
    }

    @Test
    void demandsCredentials() {
        for (String authorization : List.of("", "Bearer", "Bearer ", "Basic Zm9vOmJhcg==", "att.AAAA.BBBB")) {
            var fetch = client.request(DeviceClient.FETCH);
            var report = client.request(DeviceClient.REPORT).header("Content-Type", "application/cbor");
            if (!authorization.isEmpty()) {
                fetch.header("Authorization", authorization);
                report.header("Authorization", authorization);
            }
            assertThat(client.send(fetch.GET()).statusCode()).as(authorization).isEqualTo(401);
            assertThat(client.send(report.POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0x80})))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/cbor-seq", "*/*", "none"})
    void takesReportsInCborAlone(String type) {
        var report = client.request(DeviceClient.REPORT).header("Authorization", "Bearer " + client.jwt());
        if (!type.equals("none")) {
            report.header("Content-Type", type);
        }
        Map<String, String> before = service.rows.everythingButHistory();
        assertThat(client.send(report.POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0x80})))
                        .statusCode())
                .isEqualTo(415);
        assertThat(service.rows.everythingButHistory()).isEqualTo(before);
    }

    static Stream<String> badReports() {
        String id = "78" + "2a"
                + HexFormat.of()
                        .formatHex("00000000-0000-4000-8000-000000000000.00001".getBytes(StandardCharsets.US_ASCII));
        String good = "83" + id + "1864" + "60";
        return Stream.of(
                "",
                "80",
                "9fff",
                "f6",
                "a0",
                "8100",
                "ff",
                "81" + "82" + id + "1865" + "00",
                "81" + good.substring(0, good.length() - 2),
                "81" + good + "00",
                "82" + good,
                "9f" + good,
                "81" + "83" + id + "1863" + "60",
                "81" + "82" + id + "1867",
                "81" + "84" + id + "1863" + "1b0000000100000000" + "60",
                "81" + "84" + id + "1863" + "20" + "60",
                "81" + "82" + "00" + "1865",
                "9bffffffffffffffff",
                "5bffffffffffffffff",
                "81" + "83" + id + "1864" + "62c328",
                "81".repeat(5000) + "00",
                "9f".repeat(15000),
                "98" + "41" + ("82" + id + "1865").repeat(65),
                "00".repeat(16 * 1024 + 1));
    }

    @ParameterizedTest
    @MethodSource("badReports")
    void refusesMalformedReportAndRecordsNothingOfIt(String hex) {
        String key = owner.added(device, RequestSamples.KEY);
        client.fetch();
        String before = queueRows();
        assertThat(client.reportAnswer(HexFormat.of().parseHex(hex)).statusCode())
                .isEqualTo(400);
        assertThat(queueRows()).isEqualTo(before);
        assertThat(owner.status(device, key)).isEqualTo("IN_PROGRESS");
    }

    @Test
    void refusesAReportCutAtAnyPlaceAndTakesItWhole() {
        String key = owner.added(device, RequestSamples.KEY);
        byte[] report = DeviceMessages.encodeResponses(DeviceClient.successes(client.fetch()));
        String jwt = client.jwt();
        String before = queueRows();
        for (int length = 0; length < report.length; length += 7) {
            assertThat(client.reportAnswer(Arrays.copyOf(report, length), jwt).statusCode())
                    .isEqualTo(400);
        }
        assertThat(queueRows()).isEqualTo(before);
        assertThat(client.reportAnswer(report, jwt).statusCode()).isEqualTo(200);
        assertThat(owner.status(device, key)).isEqualTo("SUCCEEDED");
    }

    @Test
    void refusesAReportWithOneBadRecordWhole() {
        String first = owner.added(device, RequestSamples.KEY);
        List<DeviceCommand> batch = client.fetch();
        byte[] good = DeviceMessages.encodeResponses(DeviceClient.successes(batch));
        byte[] bad = Arrays.copyOf(good, good.length + 1);
        bad[0]++;
        assertThat(client.reportAnswer(bad).statusCode()).isEqualTo(400);
        assertThat(owner.status(device, first)).isEqualTo("IN_PROGRESS");
        assertThat(history("MALFORMED")).isEqualTo(1);
    }

    @Test
    void takesIndefiniteLengths() {
        String key = owner.added(device, RequestSamples.KEY);
        byte[] report = DeviceMessages.encodeResponses(DeviceClient.successes(client.fetch()));
        byte[] indefinite = Arrays.copyOf(report, report.length + 1);
        indefinite[0] = (byte) 0x9f;
        indefinite[report.length] = (byte) 0xff;
        assertThat(client.reportAnswer(indefinite).statusCode()).isEqualTo(200);
        assertThat(owner.status(device, key)).isEqualTo("SUCCEEDED");
    }

    @Test
    void acknowledgesAnswersToNothingThatItKnows() {
        owner.added(device, RequestSamples.KEY);
        String before = queueRows();
        client.report(List.of(
                new DeviceResponse.AtResponse("nonsense", "OK"),
                new DeviceResponse.FinishedResponse(""),
                new DeviceResponse.ErrorResponse(UUID.randomUUID() + ".1", 0xffff_fffeL, "\0"),
                new DeviceResponse.ConfigResponse("😀".repeat(20))));
        assertThat(queueRows()).isEqualTo(before);
        assertThat(history("UNEXPECTED_ANSWER")).isEqualTo(4);
    }

    @Test
    void showsAnErrnoAsTheNegativeNumberThatItIs() {
        String config = owner.added(device, RequestSamples.CONFIG);
        String id = client.fetch().getFirst().correlation();
        client.report(List.of(new DeviceResponse.ErrorResponse(id, 0xffff_fff4L, " Unable to store [0] \0\r\n")));
        Answer shown = owner.command(device, config).is(200);
        assertThat(shown.json().at("/response/error/cmeError").intValue()).isEqualTo(-12);
        assertThat(shown.text("/response/error/message")).startsWith("Unable to store [0]");
    }

    @Test
    void answers204InErrorAndWhileBlockedAndStillTakesReports() {
        String key = owner.added(device, RequestSamples.KEY);
        List<DeviceCommand> batch = client.fetch();
        owner.post(ApiClient.device(device) + "/block").is(204);
        assertThat(fetchStatus("")).isEqualTo(204);
        client.report(DeviceClient.successes(batch));
        assertThat(owner.status(device, key)).isEqualTo("SUCCEEDED");
        owner.added(device, RequestSamples.KEY);
        assertThat(fetchStatus("")).isEqualTo(204);
        owner.post(ApiClient.device(device) + "/unblock").is(204);
        client.fail(519);
        owner.added(device, RequestSamples.FINISHED);
        assertThat(owner.status(device)).isEqualTo("ERROR");
        assertThat(fetchStatus("")).isEqualTo(204);
    }

    @Test
    void answers403WhenNobodyHasClaimedTheDevice() {
        Map<String, String> before = service.rows.everythingButHistory();
        DeviceClient unclaimed = service.deviceClient(TestDevice.create());
        assertThat(unclaimed.fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(unclaimed.reportAnswer(new byte[] {(byte) 0x80}).statusCode())
                .isEqualTo(403);
        assertThat(service.rows.everythingButHistory()).isEqualTo(before);
        owner.delete(ApiClient.device(device)).is(204);
        assertThat(fetchStatus("")).isEqualTo(403);
    }

    @Test
    void answersWrongMethodsAsMalformed() {
        var put = client.request(DeviceClient.FETCH).header("Authorization", "Bearer " + client.jwt());
        assertThat(service.deviceStatus(put.PUT(BodyPublishers.ofString("x")))).isEqualTo(400);
        assertThat(service.deviceStatus(client.request(DeviceClient.REPORT).GET()))
                .isEqualTo(400);
    }

    private String queueRows() {
        return service.rows
                .query(
                        "SELECT q::text FROM provisioning_command q WHERE device_uuid = ? ORDER BY place",
                        device.uuid().value())
                .toString();
    }

    private int history(String kind) {
        return Integer.parseInt(service.rows.value(
                "SELECT count(*) FROM device_history WHERE device_uuid = ? AND kind = ?",
                device.uuid().value(),
                kind));
    }

    @Test
    void leavesTheQueueOfOthersAloneWhatsoeverIsReported() {
        TestDevice other = owner.claimed();
        String key = owner.added(other, RequestSamples.KEY);
        List<DeviceCommand> batch = service.deviceClient(other).fetch();
        client.report(DeviceClient.successes(batch));
        assertThat(owner.status(other, key)).isEqualTo("IN_PROGRESS");
        assertThat(owner.get(queue(other)).is(200).ids()).containsExactly(key);
    }
}
