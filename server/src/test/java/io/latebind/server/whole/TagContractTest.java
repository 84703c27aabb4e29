package io.latebind.server.whole;

import static io.latebind.server.whole.RequestSamples.KEY;
import static io.latebind.server.whole.RuleSamples.RULES;
import static io.latebind.server.whole.RuleSamples.TAGS;
import static io.latebind.server.whole.RuleSamples.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Tags, which name provisioning groups (specification 7). */
@ExtendWith(SharedService.class)
class TagContractTest {
    private final RunningService service;
    private final ApiClient owner;

    TagContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        owner.get(TAGS + "?pageLimit=100")
                .is(200)
                .json()
                .get("items")
                .forEach(tag -> names.add(tag.get("tag").stringValue()));
        return names;
    }

    @Test
    void isMadeOnEveryRunOfATool() {
        String body = "{\"tag\":\"meters\",\"description\":\"electricity\"}";
        Answer made = owner.post(TAGS, body).is(201);
        assertThat(made.text("/description")).isEqualTo("electricity");
        assertThat(owner.post(TAGS, body).is(200).json()).isEqualTo(made.json());
        assertThat(owner.post(TAGS, "{\"tag\":\"meters\"}").is(200).json()).isEqualTo(made.json());
        assertThat(owner.post(TAGS, "{\"tag\":\"meters\",\"description\":\"gas\"}")
                        .is(200)
                        .text("/description"))
                .isEqualTo("gas");
        assertThat(names()).containsExactly("meters");
    }

    @Test
    void comesByItselfWhereADeviceOrARuleBearsIt() {
        owner.claimed("of a device", "of both");
        owner.post(RULES, rule("r", "of both,of a rule", KEY)).is(201);
        assertThat(names()).containsExactly("of a device", "of a rule", "of both");
        JsonNode both = owner.get(TAGS).json().at("/items/2");
        assertThat(both.get("devices").intValue()).isEqualTo(1);
        assertThat(both.at("/rules/0").stringValue()).isEqualTo("r");
    }

    @Test
    void pagesInAlphabeticalOrderBothWays() {
        List<String> tags = List.of("A", "b", "c d", "e/f", "é");
        tags.reversed()
                .forEach(tag -> owner.post(TAGS, "{\"tag\":\"" + tag + "\"}").is(201));
        for (String sort : List.of("asc", "desc")) {
            List<String> seen = new ArrayList<>();
            String token = "";
            for (int page = 0; page < 3; page++) {
                Answer answer = owner.get(TAGS + "?pageLimit=2&pageSort=" + sort + "&pageNextToken=" + token)
                        .is(200);
                answer.json()
                        .get("items")
                        .forEach(tag -> seen.add(tag.get("tag").stringValue()));
                assertThat(answer.json().get("total").intValue()).isEqualTo(5);
                token = answer.text("/pageNextToken");
            }
            assertThat(token).isEmpty();
            assertThat(seen).isEqualTo(sort.equals("asc") ? tags : tags.reversed());
        }
        owner.get(TAGS + "?pageNextToken=@").isProblem(40003);
    }

    @Test
    void isDeletedAtOnceWhenNothingBearsIt() {
        owner.post(TAGS, "{\"tag\":\"e/f g\"}").is(201);
        owner.delete(TAGS + "/e%2Ff%20g").is(204);
        owner.delete(TAGS + "/e%2Ff%20g").isProblem(40400);
    }

    @Test
    void saysFirstWhatItsDeletionAffects() {
        TestDevice device = owner.claimed("t", "u");
        String rule = owner.post(RULES, rule("my rule", "t,u", KEY)).is(201).id();
        Map<String, String> before = service.rows.everything();
        Answer affected = owner.delete(TAGS + "/t?dryrun=true").is(200);
        assertThat(affected.json().get("devices").intValue()).isEqualTo(1);
        assertThat(affected.text("/rules/0")).isEqualTo("my rule");
        assertThat(owner.delete(TAGS + "/t").isProblem(40904).message())
                .contains("1 devices", "my rule", "?force=true");
        assertThat(service.rows.everything()).isEqualTo(before);

        owner.delete(TAGS + "/t?force=true").is(204);
        assertThat(owner.get(ApiClient.device(device)).text("/tags/0")).isEqualTo("u");
        assertThat(owner.get(RULES + "/" + rule).json().get("tags").size()).isEqualTo(1);
        assertThat(names()).containsExactly("u");
        Answer event = owner.get("/v1/audit-events?action=tag.deleted").is(200);
        assertThat(event.text("/items/0/subject")).isEqualTo("t");
        assertThat(event.json().at("/items/0/before/devices").intValue()).isEqualTo(1);
        assertThat(event.text("/items/0/before/rules/0")).isEqualTo("my rule");
    }

    @Test
    void isNotTakenByAnEditorFromRulesNorFromDevicesOfAdmins() {
        ApiClient editor = service.newMember(owner, "editor");
        editor.claimed("mine");
        editor.delete(TAGS + "/mine").isProblem(40904);
        editor.delete(TAGS + "/mine?force=true").is(204);
        owner.claimed("of the owner");
        assertThat(editor.delete(TAGS + "/of%20the%20owner?force=true")
                        .isProblem(40300)
                        .message())
                .contains("admin or owner");
        owner.post(RULES, rule("r", "of a rule", KEY)).is(201);
        editor.delete(TAGS + "/of%20a%20rule?force=true").isProblem(40300);
        for (JsonNode tag : editor.get(TAGS).is(200).json().get("items")) {
            assertThat(tag.get("devices").intValue()).isZero();
        }
    }

    @Test
    void refusesWhatIsNoTag() {
        owner.post(TAGS, "{}").isProblem(40002);
        owner.post(TAGS, "{\"tag\":\" \"}").isProblem(40002);
        owner.post(TAGS, "{\"tag\":\"a,b\"}").isProblem(40002);
        owner.post(TAGS, "{\"tag\":\"" + "x".repeat(129) + "\"}").isProblem(40002);
        owner.post(TAGS, "{\"tag\":\"x\",\"description\":\"" + "x".repeat(1025) + "\"}")
                .isProblem(40002);
    }

    @Test
    void belongsToItsTeam() {
        owner.post(TAGS, "{\"tag\":\"ours\"}").is(201);
        ApiClient stranger = service.newTeam();
        stranger.delete(TAGS + "/ours").isProblem(40400);
        assertThat(stranger.get(TAGS).json().get("items").size()).isZero();
    }
}
