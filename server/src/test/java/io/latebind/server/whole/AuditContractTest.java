package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.device;
import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.audit.AuditChain;
import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every change has its event, and the events hang together (specification 7.1). */
@ExtendWith(SharedService.class)
class AuditContractTest {
    private static final String EVENTS = "/v1/audit-events";
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningService service;
    private final ApiClient owner;

    AuditContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    private List<ObjectNode> export() {
        return owner.getAs(EVENTS, "application/x-ndjson")
                .is(200)
                .body()
                .lines()
                .map(line -> (ObjectNode) JSON.readTree(line))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-ndjson;q=0.9, application/json;q=0.5 | application/x-ndjson",
                "application/json;q=0.5,Application/X-NDJSON        | application/x-ndjson",
                "application/x-ndjson; charset=utf-8                | application/x-ndjson",
                "application/x-ndjson, */*;q=0.1                    | application/x-ndjson",
                "application/x-ndjson;q=0.5, application/json;q=0.9 | application/json",
                "application/x-ndjson;q=0, */*                      | application/json",
                "application/x-ndjson, application/json             | application/json",
                "*/*                                                | application/json"
            })
    void answersInTheContentTypeThatTheCallerLikesBest(String accept, String contentType) {
        assertThat(owner.getAs(EVENTS, accept).is(200).headers().firstValue("Content-Type"))
                .hasValue(contentType);
    }

    private List<String> actions(String filter) {
        List<String> actions = new ArrayList<>();
        for (JsonNode event :
                owner.get(EVENTS + "?pageLimit=100" + filter).is(200).json().get("items")) {
            actions.add(event.get("action").stringValue());
        }
        return actions;
    }

    @Test
    void hasAnEventForEveryChangeInItsOrder() {
        TestDevice device = owner.claimed("meters");
        String key = owner.added(device, RequestSamples.KEY);
        String finished = owner.added(device, RequestSamples.FINISHED);
        owner.post(queue(device) + "/" + key + "/skip").is(200);
        owner.post(queue(device) + "/" + key + "/reset").is(200);
        owner.delete(queue(device) + "/" + finished).is(204);
        owner.post(queue(device) + "/reset").is(202);
        owner.post(queue(device) + "/discard").is(204);
        owner.post(device(device) + "/block").is(204);
        owner.post(device(device) + "/unblock").is(204);
        owner.delete(device(device)).is(204);
        assertThat(actions("&deviceId=" + device.uuid()))
                .containsExactly(
                        "device.claimed",
                        "command.added",
                        "command.added",
                        "command.skipped",
                        "command.reset",
                        "command.deleted",
                        "queue.reset",
                        "queue.discarded",
                        "device.blocked",
                        "device.unblocked",
                        "device.unclaimed");
        JsonNode skipped = owner.get(EVENTS + "?action=command.skipped&subject=" + key)
                .is(200)
                .json()
                .at("/items/0");
        assertThat(skipped.at("/before/status").stringValue()).isEqualTo("PENDING");
        assertThat(skipped.at("/after/status").stringValue()).isEqualTo("SKIPPED");
        assertThat(skipped.at("/by/role").stringValue()).isEqualTo("owner");
        assertThat(skipped.at("/from/address").stringValue()).isEqualTo("127.0.0.1");
    }

    @Test
    void recordsNothingForWhatWasRefused() {
        TestDevice device = owner.claimed();
        owner.post(device(device) + "/unblock").isProblem(40900);
        owner.delete(queue(device) + "/50503630-3637-422a-8034-1d0b0a0b0c0d").isProblem(40400);
        owner.add(device, "{\"nonsense\":{}}").is(400);
        assertThat(actions("&deviceId=" + device.uuid())).containsExactly("device.claimed");
    }

    @Test
    void showsNoSecret() {
        TestDevice device = owner.claimed();
        String secret = "00112233445566778899aabbccddeeff";
        String psk = owner.added(device, RequestSamples.psk(secret));
        owner.post(queue(device) + "/" + psk + "/skip").is(200);
        String key = owner.post("/v1/api-keys", "{\"name\":\"robot\"}").is(201).text("/key");
        String trail = owner.getAs(EVENTS, "application/x-ndjson").is(200).body();
        assertThat(trail).contains("preSharedKey", "meter-1", "robot").doesNotContain(secret, key);
    }

    @Test
    void exportsTheWholeTrailAsAChainThatHolds() {
        for (int i = 0; i < 30; i++) {
            owner.claimed();
        }
        AuditChain.Place place = AuditChain.Place.BEFORE_THE_FIRST;
        for (ObjectNode event : export()) {
            AuditChain.Step step = AuditChain.step(place, event);
            assertThat(step).isInstanceOf(AuditChain.Step.Follows.class);
            place = ((AuditChain.Step.Follows) step).place();
        }
        assertThat(place.sequence()).isEqualTo(30);
    }

    @Test
    void findsAnEventThatWasAltered() {
        TestDevice device = owner.claimed();
        owner.post(device(device) + "/block").is(204);
        service.database.execute("UPDATE audit_event SET event = replace(event, 'device.claimed', 'device.blocked')"
                + " WHERE device_uuid = '" + device.uuid() + "' AND sequence = 1");
        AuditChain.Step first = AuditChain.step(AuditChain.Place.BEFORE_THE_FIRST, export().getFirst());
        assertThat(first).isInstanceOf(AuditChain.Step.Broken.class);
        assertThat(((AuditChain.Step.Broken) first).reason()).contains("event 1", "altered");
    }

    @Test
    void pagesBothWays() {
        for (int i = 0; i < 5; i++) {
            owner.claimed();
        }
        Answer newest = owner.get(EVENTS + "?pageLimit=2&pageSort=desc").is(200);
        assertThat(newest.json().get("total").intValue()).isEqualTo(5);
        assertThat(newest.json().at("/items/0/sequence").intValue()).isEqualTo(5);
        Answer next = owner.get(EVENTS + "?pageLimit=2&pageSort=desc&pageNextToken=" + newest.text("/pageNextToken"))
                .is(200);
        assertThat(next.json().at("/items/0/sequence").intValue()).isEqualTo(3);
    }

    @Test
    void countsNoMoreThanTenThousandThatMatchAFilter() {
        owner.claimed();
        String ours = " team_id = '" + owner.get("/v1/account").text("/team/id") + "'";
        service.database.execute(
                "INSERT INTO audit_event SELECT team_id, sequence + i, at, member_id, action, subject, NULL, event,"
                        + " previous_hash, hash FROM audit_event, generate_series(1, 10005) i WHERE" + ours);
        service.database.execute("UPDATE audit_chain SET sequence = 10006 WHERE" + ours);
        assertThat(total("")).isEqualTo(10_006);
        assertThat(total("&action=device.claimed")).isEqualTo(10_000);
        assertThat(total("&action=device.blocked")).isZero();
    }

    private int total(String filter) {
        return owner.get(EVENTS + "?pageLimit=1" + filter)
                .is(200)
                .json()
                .get("total")
                .intValue();
    }

    @Test
    void refusesFiltersThatNameNothing() {
        assertThat(owner.get(EVENTS + "?action=device.eaten&since=yesterday&memberId=7")
                        .isProblem(40003)
                        .message())
                .contains("device.eaten", "yesterday", "memberId");
    }
}
