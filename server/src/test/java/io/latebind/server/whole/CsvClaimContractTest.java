package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.TestDevice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Claiming with a file (specification 7). */
@ExtendWith(SharedService.class)
class CsvClaimContractTest {
    private static final String ALIAS = "/v1/identities/claimed-devices";

    private final RunningService service;
    private final ApiClient owner;

    CsvClaimContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    private static Answer csv(ApiClient caller, String path, String body) {
        return caller.post(path, body.getBytes(StandardCharsets.UTF_8), "text/csv");
    }

    private Answer csv(String body) {
        return csv(owner, DEVICES, body);
    }

    private static List<TestDevice> devices(int count) {
        return IntStream.range(0, count).mapToObj(_ -> TestDevice.create()).toList();
    }

    private static List<String> ids(Answer answer, String field) {
        return answer.json().get(field).valueStream().map(JsonNode::stringValue).toList();
    }

    private static List<Integer> failedRows(Answer answer) {
        return answer.json()
                .get("failed")
                .valueStream()
                .map(failed -> failed.get("row").intValue())
                .toList();
    }

    private static String reason(Answer answer, int failed) {
        return answer.text("/failed/" + failed + "/message");
    }

    /** How tools say that they send CSV, or do not. */
    static Stream<Map<String, String>> announcements() {
        return Stream.of(
                Map.of("Content-Type", "text/csv"),
                Map.of("Content-Type", "Text/CSV; charset=utf-8"),
                Map.of("contentType", "text/csv"),
                Map.of());
    }

    @ParameterizedTest
    @MethodSource("announcements")
    void claimsEveryRowHoweverTheFileIsAnnounced(Map<String, String> headers) {
        for (String path : List.of(DEVICES, ALIAS)) {
            List<TestDevice> devices = devices(2);
            String body = '"' + devices.get(0).attestationToken() + "\",\"meters,north\"\r\n\""
                    + devices.get(1).attestationToken() + "\"\r\n\r\n";
            Answer claimed = owner.send("POST", path, body, headers).is(201);
            assertThat(ids(claimed, "claimedIds"))
                    .containsExactly(
                            devices.get(0).uuid().toString(),
                            devices.get(1).uuid().toString());
            assertThat(claimed.json().get("failed")).isEmpty();
            assertThat(claimed.message()).contains("well-formed, and that is all that is known", "a day by default");
            JsonNode shown = owner.get(device(devices.get(0))).is(200).json();
            assertThat(shown.get("tags").toString()).isEqualTo("[\"meters\",\"north\"]");
            assertThat(shown.get("proven").booleanValue()).isFalse();
            assertThat(owner.get(device(devices.get(1))).is(200).json().get("tags"))
                    .isEmpty();
        }
    }

    @Test
    void takesABodyThatBeginsLikeAnObjectForJsonWhereNothingSaysOtherwise() {
        TestDevice device = TestDevice.create();
        String json = "{\"claimToken\":\"" + device.attestationToken() + "\"}";
        assertThat(owner.send("POST", DEVICES, json, Map.of("contentType", "text/csv"))
                        .is(201)
                        .id())
                .isEqualTo(device.uuid().toString());
        owner.send("POST", DEVICES, "{\"claimTokn\":1}", Map.of()).isProblem(40002);
        owner.send("POST", DEVICES, "", Map.of()).isProblem(40001);
        assertThat(failedRows(csv("{\"claimToken\":\"x\"}").is(400))).containsExactly(0);
        owner.post(DEVICES, (device.attestationToken() + "\n").getBytes(StandardCharsets.UTF_8), "application/json")
                .isProblem(40001);
    }

    @Test
    void givesEachRowItsOwnRefusal() {
        TestDevice good = TestDevice.create();
        TestDevice mine = owner.claimed();
        TestDevice theirs = service.otherTeam.claimed();
        TestDevice tagged = TestDevice.create();
        TestDevice impostor = TestDevice.withUuid(proven().uuid());
        String body = String.join(
                "\n",
                "token,tags",
                good.attestationToken() + ",a",
                mine.attestationToken(),
                theirs.attestationToken(),
                tagged.attestationToken() + "," + "t".repeat(129),
                good.attestationToken(),
                impostor.attestationToken(),
                "\"" + TestDevice.create().attestationToken() + "x\"",
                tagged.attestationToken() + ",b");
        Answer dry = csv(owner, DEVICES + "?dryrun=true", body).is(202);
        Answer claimed = csv(body).is(201);
        assertThat(ids(claimed, "claimedIds"))
                .containsExactly(good.uuid().toString(), tagged.uuid().toString());
        assertThat(failedRows(claimed)).containsExactly(0, 2, 3, 4, 5, 6, 7);
        assertThat(reason(claimed, 0)).contains("not an attestation token");
        assertThat(reason(claimed, 1)).contains(mine.uuid().toString(), "already claimed by your team");
        assertThat(reason(claimed, 2)).contains("already claimed by another team");
        assertThat(reason(claimed, 3)).contains("129", "128");
        assertThat(reason(claimed, 4)).contains("row 1 of this file");
        assertThat(reason(claimed, 5)).contains("has proven another key");
        assertThat(claimed.json().at("/failed/1/code").intValue()).isEqualTo(40901);
        assertThat(ids(dry, "claimable")).isEqualTo(ids(claimed, "claimedIds"));
        assertThat(dry.json().get("failed")).isEqualTo(claimed.json().get("failed"));
    }

    /** A device that has proven its key and is claimed by nobody. */
    private TestDevice proven() {
        TestDevice device = owner.claimed();
        service.deviceClient(device).fetch();
        owner.delete(device(device)).is(204);
        return device;
    }

    @Test
    void answers400WhenNoRowWasClaimed() {
        TestDevice mine = owner.claimed();
        String body = mine.attestationToken() + "\nnonsense\n";
        Map<String, String> before = service.rows.everything();
        for (String path : List.of(DEVICES, DEVICES + "?dryrun=true")) {
            Answer none = csv(owner, path, body).is(400);
            assertThat(none.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(failedRows(none)).containsExactly(0, 1);
        }
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void neverCreatesAnythingInADryRun() {
        List<TestDevice> devices = devices(2);
        String body =
                devices.get(0).attestationToken() + ",a\n" + devices.get(1).attestationToken() + "\n";
        Map<String, String> before = service.rows.everything();
        Answer dry = csv(owner, DEVICES + "?dryrun=true", body).is(202);
        assertThat(ids(dry, "claimable")).hasSize(2);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void takesAThousandRowsAndNotOneMoreAndRecordsEach() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            body.append(TestDevice.madeUpToken(new DeviceUuid(UUID.randomUUID())))
                    .append("\n");
        }
        Map<String, String> before = service.rows.everything();
        assertThat(csv(body + "one,more\n").isProblem(40006).message()).contains("1000", "/v1/claimed-devices/bulk");
        assertThat(service.rows.everything()).isEqualTo(before);
        assertThat(ids(csv(body.toString()).is(201), "claimedIds")).hasSize(1000);
        Answer events = owner.get("/v1/audit-events?action=device.claimed&pageSort=desc&pageLimit=1")
                .is(200);
        assertThat(events.json().get("total").intValue()).isEqualTo(1000);
        assertThat(events.json().at("/items/0/after/status").stringValue()).isEqualTo("READY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\"unclosed\n", "\"a\"b\n"})
    void refusesWhatIsNoFileOfClaims(String body) {
        csv(body).isProblem(40006);
    }

    @Test
    void refusesFilesOfAnotherContentTypeAndJsonThatIsTooLarge() {
        byte[] row = (TestDevice.create().attestationToken() + "\n").getBytes(StandardCharsets.UTF_8);
        owner.post(DEVICES, row, "application/x-www-form-urlencoded").isProblem(41500);
        owner.post(DEVICES, row, "text/plain").isProblem(41500);
        owner.post(
                        DEVICES,
                        ("{\"claimToken\":\"" + "x".repeat(1024 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8),
                        "application/json")
                .isProblem(41300);
        // the same as CSV is read, and refused for what it says
        csv("x".repeat(1024 * 1024 + 1)).isProblem(40006);
    }

    @Test
    void claimsEachDeviceOnceWhenTwoTeamsSendTheSameFileInOppositeOrder() throws Exception {
        List<String> tokens = new ArrayList<>();
        devices(60).forEach(each -> tokens.add(each.attestationToken()));
        String there = String.join("\n", tokens);
        String back = String.join("\n", tokens.reversed());
        ApiClient other = service.newTeam();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> one = threads.submit(() -> csv(owner, DEVICES, there));
            Future<Answer> two = threads.submit(() -> csv(other, DEVICES, back));
            List<String> claimed = new ArrayList<>(ids(one.get(), "claimedIds"));
            claimed.addAll(ids(two.get(), "claimedIds"));
            assertThat(claimed).hasSize(60).doesNotHaveDuplicates();
        }
    }
}
