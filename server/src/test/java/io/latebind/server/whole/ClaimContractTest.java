package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claiming and letting go (specification 5.4, 7). */
@ExtendWith(SharedService.class)
class ClaimContractTest {
    private static final String ALIAS = "/v1/identities/claimed-devices";

    private final RunningService service;
    private final ApiClient owner;

    ClaimContractTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
    }

    private static String body(TestDevice device) {
        return "{\"claimToken\":\"" + device.attestationToken() + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {DEVICES, ALIAS})
    void answersClaimWithTheDeviceAndSaysThatItIsUnproven(String path) {
        TestDevice device = TestDevice.create();
        Answer claimed = owner.post(path, body(device)).is(201);
        assertThat(claimed.id()).isEqualTo(device.uuid().toString());
        assertThat(claimed.text("/deviceType")).isEqualTo("nrf9151_LACA");
        assertThat(claimed.text("/firmwareId")).isEqualTo("00000000-0000-4506-0000-000000000007");
        assertThat(claimed.text("/ownershipStatus")).isEqualTo("IDENTIFIED");
        assertThat(claimed.text("/status")).isEqualTo("READY");
        assertThat(claimed.json().get("proven").booleanValue()).isFalse();
        assertThat(claimed.message()).contains("well-formed, and that is all that is known", "a day by default");
        assertThat(claimed.json().has("lastSeenAt")).isFalse();
        Answer shown = owner.get(device(device)).is(200);
        assertThat(shown.json().has("message")).isFalse();
        assertThat(shown.text("/claimedAt")).isEqualTo(claimed.text("/claimedAt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEVICES + "?dryrun=true", ALIAS + "?dryrun=true", DEVICES + "?dryrun"})
    void answersDryRunAndNeverCreatesAnything(String path) {
        TestDevice device = TestDevice.create();
        Map<String, String> before = service.rows.everything();
        Answer dry = owner.post(path, body(device)).is(202);
        assertThat(dry.id()).isEqualTo(device.uuid().toString());
        assertThat(dry.message()).contains("can be claimed", "well-formed, and that is all that is known");
        assertThat(service.rows.everything()).isEqualTo(before);
        owner.get(device(device)).isProblem(40400);
        owner.post(DEVICES + "?dryrun=false", body(device)).is(201);
    }

    @Test
    void answersDryRunWithWhatTheClaimWouldAnswer() {
        TestDevice device = owner.claimed();
        Map<String, String> before = service.rows.everything();
        owner.post(DEVICES + "?dryrun=true", "{\"claimToken\":\"YQ.Yg\"}").isProblem(40004);
        assertThat(owner.post(DEVICES + "?dryrun=true", body(device))
                        .isProblem(40901)
                        .message())
                .contains("your team");
        owner.post(DEVICES + "?dryrun=perhaps", body(TestDevice.create())).isProblem(40003);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void refusesDeviceThatIsClaimedAndNamesOnlyTheOwnTeam() {
        TestDevice device = owner.claimed();
        Answer again = owner.claim(device).isProblem(40901);
        assertThat(again.message()).contains(device.uuid().toString(), "your team");
        Answer other = service.otherTeam.claim(device).isProblem(40901);
        String team = owner.get("/v1/account").text("/team/id");
        assertThat(other.message()).contains("another team").doesNotContain(team);
        assertThat(owner.get(device(device)).text("/ownerId")).isEqualTo(team);
    }

    @Test
    void refusesTokenUnderAnotherKeyThanTheProvenOne() {
        TestDevice device = owner.claimed();
        service.deviceClient(device).fetch();
        assertThat(owner.get(device(device)).json().get("proven").booleanValue())
                .isTrue();
        owner.delete(device(device)).is(204);

        TestDevice impostor = TestDevice.withUuid(device.uuid());
        assertThat(owner.claim(impostor).isProblem(40301).message())
                .contains(device.uuid().toString(), "has proven another key", "AT%ATTESTTOKEN");
        owner.post(DEVICES + "?dryrun=true", body(impostor)).isProblem(40301);
        Answer again = service.otherTeam.claim(device).is(201);
        assertThat(again.json().get("proven").booleanValue()).isTrue();
        assertThat(again.message()).doesNotContain("well-formed").contains("a day by default");
        service.otherTeam.delete(device(device)).is(204);
    }

    @Test
    void takesOneElementWithCommasForSeveralTags() {
        TestDevice device = TestDevice.create();
        Answer claimed = owner.claim(device, "a,b", "c", " b , d ").is(201);
        assertThat(claimed.json().get("tags").toString()).isEqualTo("[\"a\",\"b\",\"c\",\"d\"]");
        assertThat(owner.get(device(device)).json().get("tags"))
                .isEqualTo(claimed.json().get("tags"));
    }

    @Test
    void letsADeviceGoOnce() {
        TestDevice device = owner.claimed();
        owner.delete(device(device)).is(204);
        assertThat(owner.delete(device(device)).isProblem(40400).message())
                .contains(device.uuid().toString());
        owner.get(device(device)).isProblem(40400);
        owner.claim(device).is(201);
    }

    @Test
    void blocksAndUnblocksOnce() {
        TestDevice device = owner.claimed();
        assertThat(owner.post(device(device) + "/unblock").isProblem(40900).message())
                .contains("not blocked");
        owner.post(device(device) + "/block").is(204);
        assertThat(owner.status(device)).isEqualTo("BLOCKED");
        assertThat(owner.post(device(device) + "/block").isProblem(40900).message())
                .contains("blocked already");
        owner.post(device(device) + "/unblock").is(204);
        assertThat(owner.status(device)).isEqualTo("READY");
    }
}
