package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.device;
import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceResponse;
import io.latebind.server.TestDevice;
import io.latebind.server.provisioning.HistoryEntry;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What a device's history tells about users and about visits that go well; those that do not are in {@link RefusedVisitsTest}. */
@ExtendWith(SharedService.class)
class HistoryContractTest {
    private static final String MODEM = "?mver=mfw_nrf91x1_2.0.2&cver=1&rxMaxSize=1536&txMaxSize=2048&limit=5";

    private final RunningService service;
    private final ApiClient owner;
    private final TestDevice device;
    private final DeviceClient client;

    HistoryContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
        device = owner.claimed();
        client = service.deviceClient(device);
    }

    private HistoryLines history() {
        return HistoryLines.of(owner, device);
    }

    @Test
    void tellsWhatUsersDidAndWhoTheyAre() {
        ApiClient editor = service.newMember(owner, "editor");
        TestDevice claimed = editor.claimed("meters", "north");
        String key = editor.added(claimed, RequestSamples.KEY);
        String finished = owner.added(claimed, RequestSamples.FINISHED);
        editor.post(queue(claimed) + "/" + key + "/skip").is(200);
        editor.post(queue(claimed) + "/" + key + "/reset").is(200);
        editor.delete(queue(claimed) + "/" + finished).is(204);
        editor.post(queue(claimed) + "/reset").is(202);
        editor.post(queue(claimed) + "/discard").is(204);
        editor.post(device(claimed) + "/block").is(204);
        editor.post(device(claimed) + "/unblock").is(204);
        HistoryLines history = HistoryLines.of(editor, claimed);
        assertThat(history.kinds())
                .containsExactly(
                        "CLAIMED",
                        "COMMAND_ADDED",
                        "COMMAND_ADDED",
                        "COMMAND_SKIPPED",
                        "COMMAND_RESET",
                        "COMMAND_DELETED",
                        "QUEUE_RESET",
                        "QUEUE_DISCARDED",
                        "BLOCKED",
                        "UNBLOCKED");
        assertThat(history.text("CLAIMED")).isEqualTo("claimed by editor, with the tags meters, north");
        assertThat(history.text("COMMAND_RESET")).startsWith("clientPrivateKeyGeneration reset by editor");
        assertThat(history.text("COMMAND_DELETED")).isEqualTo("finished deleted by editor");
        assertThat(history.advice("BLOCKED")).contains("unblock");
        JsonNode skipped = history.only("COMMAND_SKIPPED");
        assertThat(skipped.get("commandId").stringValue()).isEqualTo(key);
        // addresses and keys of users are for those who may read the audit trail
        assertThat(skipped.has("from")).isFalse();
        assertThat(skipped.at("/details/memberId").stringValue()).isNotEmpty();
        assertThat(history.only("BLOCKED").has("commandId")).isFalse();
    }

    @Test
    void tellsNothingOfWhatWasRefusedToUsers() {
        owner.post(device(device) + "/unblock").isProblem(40900);
        owner.add(device, "{\"nonsense\":{}}").is(400);
        assertThat(history().kinds()).containsExactly("CLAIMED");
    }

    @Test
    void tellsAConnectionOnceWhileItIsTheSame() {
        for (int i = 0; i < 3; i++) {
            assertThat(client.fetchAnswer(MODEM).statusCode()).isEqualTo(204);
        }
        HistoryLines history = history();
        assertThat(history.kinds()).containsExactly("CLAIMED", "PROVEN", "CONNECTED");
        assertThat(history.text("CONNECTED"))
                .isEqualTo("connected from 127.0.0.1, modem firmware mfw_nrf91x1_2.0.2, client version 1; it takes 1536"
                        + " bytes in at most 5 records, and can report 2048 bytes");
        JsonNode connected = history.only("CONNECTED");
        assertThat(connected.at("/from/address").stringValue()).isEqualTo("127.0.0.1");
        assertThat(connected.at("/details/rxMaxSize").intValue()).isEqualTo(1536);
        assertThat(connected.at("/details/modemFirmware").stringValue()).isEqualTo("mfw_nrf91x1_2.0.2");

        client.fetchAnswer(MODEM.replace("2.0.2", "2.0.3"));
        client.fetchAnswer(MODEM.replace("2.0.2", "2.0.3"));
        assertThat(history().kinds()).containsExactly("CLAIMED", "PROVEN", "CONNECTED", "CONNECTED");
    }

    @Test
    void tellsWhatWasDeliveredAndAnswered() {
        String key = owner.added(device, RequestSamples.KEY);
        int bytes = client.fetchAnswer("").body().length;
        client.report(DeviceClient.successes(client.fetch()));
        HistoryLines history = history();
        List<JsonNode> delivered = history.lines().stream()
                .filter(line -> line.get("kind").stringValue().equals("DELIVERED"))
                .toList();
        assertThat(delivered).hasSize(2);
        assertThat(delivered.getFirst().get("text").stringValue())
                .isEqualTo("delivered: clientPrivateKeyGeneration (attempt 1); " + bytes + " bytes");
        assertThat(delivered.getFirst().at("/details/bytes").intValue()).isEqualTo(bytes);
        assertThat(delivered.getFirst().at("/details/records").intValue()).isEqualTo(2);
        assertThat(history.text("ANSWERED")).isEqualTo("clientPrivateKeyGeneration succeeded");
        assertThat(history.only("ANSWERED").get("commandId").stringValue()).isEqualTo(key);
    }

    @Test
    void tellsWhatTheDeviceFailedAtAndWhatToDo() {
        owner.added(device, RequestSamples.KEY);
        client.fail(515);
        assertThat(history().text("FAILED")).contains("CME error 515", "memory is full");
        assertThat(history().advice("FAILED")).contains("reset the command", "skip it", "restart it to hurry it");
    }

    @Test
    void tellsOfALostResult() {
        String key = owner.added(device, RequestSamples.KEY);
        String correlation = client.fetch().getLast().correlation();
        client.fetchAnswer("?after=" + correlation);
        assertThat(history().text("RESULT_LOST")).contains("never arrived", "delivered again");
        assertThat(history().only("RESULT_LOST").get("commandId").stringValue()).isEqualTo(key);
        assertThat(history().advice("RESULT_LOST")).contains("txMaxSize");
    }

    @Test
    void tellsOfAnUnexpectedAnswer() {
        client.report(List.of(new DeviceResponse.ConfigResponse(UUID.randomUUID() + ".1")));
        assertThat(history().text("UNEXPECTED_ANSWER")).contains("not in the queue", "changed nothing");
    }

    @Test
    void tellsOfACommandThatDoesNotFitTheDevice() {
        owner.added(device, RequestSamples.KEY);
        client.fetchAnswer("?rxMaxSize=64");
        assertThat(history().text("UNDELIVERABLE")).contains("takes at most 64");
        assertThat(history().advice("UNDELIVERABLE")).contains("receive buffer", "Until then the device gets nothing");
    }

    @Test
    void tellsOfACommandThatNeverCameBack() {
        owner.added(device, RequestSamples.KEY);
        for (int i = 0; i < 6; i++) {
            client.fetchAnswer("");
        }
        assertThat(history().text("NEVER_CAME_BACK")).contains("no result after 5 deliveries");
        assertThat(history().advice("NEVER_CAME_BACK")).contains("AT buffer");
    }

    @Test
    void advisesWithTheIntervalThatTheDeviceWasGiven() {
        assertThat(history().advice("CLAIMED")).contains("a day, unless its firmware says otherwise");
        owner.added(device, "{\"config\":{\"provisioning/interval-sec\":\"3600\"}}");
        client.provision();
        assertThat(history().advice("CLAIMED")).contains("its interval of 60 min;");
    }

    @Test
    void hidesWhatWasBeforeTheClaim() {
        client.fetchAnswer(MODEM);
        owner.delete(device(device)).is(204);
        service.otherTeam.claim(device).is(201);
        owner.get(device(device) + "/history").isProblem(40400);
        assertThat(HistoryLines.of(service.otherTeam, device).kinds()).containsExactly("CLAIMED");
    }

    @Test
    void pagesBothWaysAndFilters() {
        for (int i = 0; i < 5; i++) {
            owner.post(device(device) + "/block").is(204);
            owner.post(device(device) + "/unblock").is(204);
        }
        List<String> all = history().lines().stream()
                .map(line -> line.get("at") + line.get("kind").stringValue())
                .toList();
        for (boolean descending : new boolean[] {false, true}) {
            String path = device(device) + "/history?pageLimit=3" + (descending ? "&pageSort=desc" : "");
            List<String> paged = new java.util.ArrayList<>();
            for (String token = ""; ; ) {
                Answer page = owner.get(path + token).is(200);
                assertThat(page.json().get("total").intValue()).isEqualTo(11);
                page.json()
                        .get("items")
                        .forEach(line ->
                                paged.add(line.get("at") + line.get("kind").stringValue()));
                if (!page.json().has("pageNextToken")) {
                    break;
                }
                token = "&pageNextToken=" + page.text("/pageNextToken");
            }
            assertThat(paged).containsExactlyElementsOf(descending ? all.reversed() : all);
        }
        assertThat(HistoryLines.of(owner, device, "&kind=BLOCKED").kinds())
                .containsOnly("BLOCKED")
                .hasSize(5);
        String claimed = history().only("CLAIMED").get("at").stringValue();
        assertThat(HistoryLines.of(owner, device, "&until=" + claimed).kinds()).isEmpty();
        assertThat(HistoryLines.of(owner, device, "&since=" + claimed).kinds()).hasSize(11);
    }

    @Test
    void refusesFiltersAndTokensThatMeanNothing() {
        String path = device(device) + "/history";
        assertThat(owner.get(path + "?kind=EATEN&since=yesterday")
                        .isProblem(40003)
                        .message())
                .contains("EATEN", "yesterday");
        owner.get(path + "?pageNextToken=nonsense").isProblem(40003);
        owner.get(path + "?pageLimit=0").isProblem(40003);
    }

    @Test
    void namesEveryKindInItsDescription() throws IOException {
        try (InputStream yaml = getClass().getResourceAsStream("/openapi.yaml")) {
            List<String> described = new YAMLMapper()
                    .readTree(yaml)
                    .at("/components/schemas/HistoryKind/enum")
                    .valueStream()
                    .map(JsonNode::stringValue)
                    .toList();
            assertThat(described)
                    .containsExactlyElementsOf(Arrays.stream(HistoryEntry.Kind.values())
                            .map(Enum::name)
                            .toList());
        }
    }

    @Test
    void tellsWhatCameBeforeTheClaimAndThenForgetsIt() {
        TestDevice early = TestDevice.create();
        DeviceClient before = service.deviceClient(early);
        for (int i = 0; i < 3; i++) {
            assertThat(before.fetchAnswer(MODEM).statusCode()).isEqualTo(403);
        }
        owner.claim(early).is(201);
        HistoryLines history = HistoryLines.of(owner, early);
        assertThat(history.kinds()).containsExactly("NOT_CLAIMED_YET", "CLAIMED");
        assertThat(history.text("NOT_CLAIMED_YET"))
                .contains("came 3 times before it was claimed", "from 127.0.0.1", "403", "restart it to hurry it");
        assertThat(history.only("NOT_CLAIMED_YET").at("/details/visits").intValue())
                .isEqualTo(3);
        assertThat(history.advice("NOT_CLAIMED_YET")).contains("a day", "restart it");
        assertThat(service.rows.query(
                        "SELECT 1 FROM unclaimed_visit WHERE device_uuid = ?",
                        early.uuid().value()))
                .isEmpty();
    }

    @Test
    void tellsWhenTheClockWasWrongBeforeTheClaimToo() {
        TestDevice early = TestDevice.create();
        service.deviceClient(early)
                .fetchAnswer("", early.jwt(java.time.Instant.now().plusSeconds(7200)));
        owner.claim(early).is(201);
        assertThat(HistoryLines.of(owner, early).text("NOT_CLAIMED_YET"))
                .contains("came once before", "Besides, the device's clock is 119 min fast");
    }

    @Test
    void keepsReportsBeforeTheClaimApartFromTheQueue() {
        TestDevice early = TestDevice.create();
        DeviceClient before = service.deviceClient(early);
        var report = before.request(DeviceClient.REPORT)
                .header("Authorization", "Bearer " + before.jwt())
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x"));
        assertThat(before.send(report).statusCode()).isEqualTo(415);
        owner.claim(early).is(201);
        assertThat(HistoryLines.of(owner, early).kinds()).containsExactly("NOT_CLAIMED_YET", "CLAIMED");
    }
}
