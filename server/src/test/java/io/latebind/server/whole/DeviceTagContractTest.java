package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Changing the tags of a device (specification 7). */
@ExtendWith(SharedService.class)
class DeviceTagContractTest {
    private final RunningService service;
    private final ApiClient owner;

    DeviceTagContractTest(RunningService service) {
        this.service = service;
        owner = service.owner;
    }

    private Answer patch(TestDevice device, String body) {
        return owner.patch(device(device), body);
    }

    private Answer patchIf(TestDevice device, String ifMatch, String body) {
        return owner.send(
                "PATCH", device(device), body, Map.of("Content-Type", "application/json", "If-Match", ifMatch));
    }

    private static String etag(Answer answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static List<String> tags(Answer answer) {
        return answer.json()
                .get("tags")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    @Test
    void replacesAddsAndRemoves() {
        TestDevice device = owner.claimed("a", "b");
        assertThat(tags(patch(device, "{\"tags\":[\"c,d\",\" e \"]}").is(200))).containsExactly("c", "d", "e");
        assertThat(tags(patch(device, "{\"addTags\":[\"a,c\"],\"removeTags\":[\"d\",\"never there\"]}")
                        .is(200)))
                .containsExactly("c", "e", "a");
        assertThat(tags(patch(device, "{\"removeTags\":[\"c\"]}").is(200))).containsExactly("e", "a");
        assertThat(tags(patch(device, "{\"tags\":[]}").is(200))).isEmpty();
        assertThat(tags(owner.get(device(device)))).isEmpty();
    }

    @Test
    void recordsBeforeAndAfterAndNothingWhenNothingChanges() {
        ApiClient team = service.newTeam();
        TestDevice device = team.claimed("a");
        team.patch(device(device), "{\"addTags\":[\"a\"]}").is(200);
        team.patch(device(device), "{\"addTags\":[\"b\"]}").is(200);
        JsonNode events =
                team.get("/v1/audit-events?action=device.tagged").is(200).json();
        assertThat(events.get("total").intValue()).isEqualTo(1);
        assertThat(events.at("/items/0/before").toString()).isEqualTo("{\"tags\":[\"a\"]}");
        assertThat(events.at("/items/0/after").toString()).isEqualTo("{\"tags\":[\"a\",\"b\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}|Nothing is to be changed",
                "{\"tags\":null}|Nothing is to be changed",
                "{\"tags\":[],\"addTags\":[\"a\"]}|leave addTags and removeTags away",
                "{\"addTags\":[\"a\"],\"removeTags\":[\"b,a\"]}|\"a\" is to be added and to be removed",
                "{\"tags\":\"a\"}|a list of texts",
                "{\"tagz\":[]}|did you mean tags?",
                "{\"tags\":[\"a\\u0007\"]}|control characters"
            })
    void refusesWhatIsNoChange(String body, String words) {
        TestDevice device = owner.claimed("a");
        Map<String, String> before = service.rows.everything();
        assertThat(patch(device, body).isProblem(40002).message()).contains(words);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void refusesMoreTagsThanADeviceMayBear() {
        TestDevice device = owner.claimed("a");
        StringBuilder fifty = new StringBuilder("t0");
        for (int i = 1; i < 50; i++) {
            fifty.append(",t").append(i);
        }
        assertThat(patch(device, "{\"addTags\":[\"" + fifty + "\"]}")
                        .isProblem(40002)
                        .message())
                .contains("50", "51");
        patch(device, "{\"tags\":[\"" + fifty + "\"]}").is(200);
    }

    @Test
    void changesOnlyWhatIsStillAsItWasRead() {
        TestDevice device = TestDevice.create();
        String first = etag(owner.claim(device, "a").is(201));
        assertThat(etag(owner.get(device(device)))).isEqualTo(first);
        Answer changed = patchIf(device, first, "{\"addTags\":[\"b\"]}").is(200);
        assertThat(etag(changed)).isNotEqualTo(first).isEqualTo(etag(owner.get(device(device))));
        Map<String, String> before = service.rows.everything();
        Answer refused = patchIf(device, first, "{\"tags\":[]}").isProblem(41200);
        assertThat(refused.message()).contains(device.uuid().toString(), "If-Match");
        patchIf(device, "W/" + etag(changed), "{\"tags\":[]}").isProblem(41200);
        patchIf(device, "nonsense", "{\"tags\":[]}").isProblem(41200);
        assertThat(service.rows.everything()).isEqualTo(before);
        patchIf(device, "\"other\", " + etag(changed), "{\"addTags\":[\"c\"]}").is(200);
        patchIf(device, "*", "{\"addTags\":[\"d\"]}").is(200);
    }

    @Test
    void doesNotMindThatTheDeviceCameInTheMeantimeButThatItWasClaimedAnew() {
        TestDevice device = owner.claimed("a");
        String read = etag(owner.get(device(device)));
        owner.added(device, RequestSamples.KEY);
        service.deviceClient(device).provision();
        patchIf(device, read, "{\"addTags\":[\"b\"]}").is(200);
        patch(device, "{\"removeTags\":[\"b\"]}").is(200);
        patchIf(device, read, "{\"addTags\":[\"b\"]}").is(200);
        owner.delete(device(device)).is(204);
        owner.claim(device, "a").is(201);
        patchIf(device, read, "{\"addTags\":[\"b\"]}").isProblem(41200);
        owner.delete(device(device)).is(204);
        patchIf(device, read, "{\"addTags\":[\"b\"]}").isProblem(40400);
    }

    @Test
    void makesAVisitThatMeetsItLookAgain() {
        TestDevice device = owner.claimed();
        String sql = "SELECT version FROM claimed_device WHERE device_uuid = ?";
        String before = service.rows.value(sql, device.uuid().value());
        patch(device, "{\"addTags\":[\"b\"]}").is(200);
        assertThat(service.rows.value(sql, device.uuid().value())).isNotEqualTo(before);
    }
}
