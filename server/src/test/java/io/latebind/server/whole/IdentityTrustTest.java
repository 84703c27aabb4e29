package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The registry wins over pins and claims; release of claims and pins; under the policy first-use (specification 5.4). */
@ExtendWith(SharedService.class)
class IdentityTrustTest {
    private static final String IDENTITIES = "/v1/identities";

    private final RunningService service;
    private final ApiClient owner;

    IdentityTrustTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
    }

    private static String identity(TestDevice device) {
        return IDENTITIES + "/" + device.uuid();
    }

    private Answer register(TestDevice device) {
        return owner.post(IDENTITIES, RouteSamples.identity(device)).is(200);
    }

    @Test
    void claimsARegisteredDeviceAsProvenAndUnderItsKeyAlone() {
        TestDevice device = TestDevice.create();
        register(device);
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        assertThat(owner.claim(impostor).isProblem(40301).message()).contains("identity registry", "AT%ATTESTTOKEN");
        Answer dry = owner.post(DEVICES + "?dryrun", "{\"claimToken\":\"" + device.attestationToken() + "\"}")
                .is(202);
        assertThat(dry.message()).contains("can be claimed", "signed with the key that is known to be this device's");
        Answer claimed = owner.claim(device).is(201);
        assertThat(claimed.json().get("proven").booleanValue()).isTrue();
        assertThat(claimed.json().get("registered").booleanValue()).isTrue();
        assertThat(claimed.message()).doesNotContain("well-formed");
        // a made-up token learns nothing about the claim
        service.otherTeam.claim(impostor).isProblem(40301);
        service.otherTeam.claim(device).isProblem(40901);
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
    }

    private boolean proven(TestDevice device) {
        return owner.get(device(device)).is(200).json().get("proven").booleanValue();
    }

    private List<String> history(TestDevice device, String kind) {
        return service
                .rows
                .query(
                        "SELECT text FROM device_history WHERE device_uuid = ? AND kind = ? ORDER BY at",
                        device.uuid().value(),
                        kind)
                .stream()
                .map(List::getFirst)
                .toList();
    }

    /** A device that {@code claimer} holds and that has proven its own key, under a UUID for which the registry will name another one. */
    private TestDevice provenImpostor(ApiClient claimer) {
        TestDevice impostor = claimer.claimed();
        claimer.added(impostor, RequestSamples.KEY);
        assertThat(service.deviceClient(impostor).fetch()).isNotEmpty();
        return impostor;
    }

    @Test
    void endsAPinThatTheRegistryContradictsAndBlocksTheClaim() {
        ApiClient team = service.newTeam();
        TestDevice impostor = provenImpostor(team);
        TestDevice genuine = TestDevice.withUuid(impostor.uuid());
        Answer dry = owner.post(IDENTITIES + "?dryrun", RouteSamples.identity(genuine))
                .is(200);
        assertThat(dry.text("/contradictions/0")).isEqualTo(impostor.uuid().toString());
        assertThat(team.status(impostor)).isEqualTo("PROVISIONING");

        Answer answer = register(genuine);
        assertThat(answer.json().get("contradicted").intValue()).isEqualTo(1);
        assertThat(team.status(impostor)).isEqualTo("BLOCKED");
        Answer shown = team.get(device(impostor)).is(200);
        assertThat(shown.json().get("proven").booleanValue()).isFalse();
        assertThat(history(impostor, "CONTRADICTED"))
                .singleElement()
                .asString()
                .contains(
                        impostor.publicKey().kid(),
                        genuine.publicKey().kid(),
                        "not accepted any more",
                        "claim it with its own token");
        Answer audit = team.get("/v1/audit-events?action=device.blocked&deviceId=" + impostor.uuid())
                .is(200);
        assertThat(audit.text("/items/0/after/reason")).contains("identity registry");
        assertThat(audit.text("/items/0/by/teamId"))
                .isEqualTo(owner.get("/v1/account").text("/team/id"));
        assertThat(owner.get("/v1/audit-events?action=pin.released&deviceId=" + impostor.uuid())
                        .text("/items/0/before/kid"))
                .isEqualTo(impostor.publicKey().kid());

        // unblocking does not bring the old key back, nor hand the genuine device to a team whose token it did not sign
        team.post(device(impostor) + "/unblock").is(204);
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(genuine).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(history(impostor, "REFUSED_WRONG_KEY").getFirst())
                .contains("identity registry", genuine.publicKey().kid());
        team.delete(device(impostor)).is(204);
        team.claim(impostor).isProblem(40301);
        team.claim(genuine).is(201);
        assertThat(service.deviceClient(genuine).fetchAnswer("").statusCode()).isEqualTo(204);
    }

    @Test
    void blocksAnUnprovenClaimWhoseTokenTheRegisteredKeyDidNotSign() {
        TestDevice impostor = owner.claimed();
        TestDevice genuine = TestDevice.withUuid(impostor.uuid());
        register(genuine);
        assertThat(owner.status(impostor)).isEqualTo("BLOCKED");
        assertThat(history(impostor, "CONTRADICTED"))
                .singleElement()
                .asString()
                .contains("the token that it was claimed with is not signed with it");
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
    }

    @Test
    void leavesClaimsAloneThatTheRegistryConfirms() {
        TestDevice unproven = owner.claimed();
        TestDevice proven = provenImpostor(owner);
        assertThat(proven(unproven)).isFalse();
        assertThat(register(unproven).json().get("contradicted").intValue()).isZero();
        assertThat(register(proven).json().get("contradicted").intValue()).isZero();
        assertThat(proven(unproven)).isTrue();
        assertThat(owner.status(unproven)).isEqualTo("READY");
        assertThat(service.deviceClient(unproven).fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(service.deviceClient(proven).fetch()).isNotEmpty();
    }

    @Test
    void refusesTheOldKeyWhenAnEntryIsReplacedAndTakesItAgainWhenItIsCorrected() {
        TestDevice device = TestDevice.create();
        register(device);
        owner.claim(device).is(201);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
        TestDevice mistaken = TestDevice.withUuid(device.uuid());
        Answer replaced = register(mistaken);
        assertThat(replaced.json().get("changed").intValue()).isEqualTo(1);
        assertThat(owner.status(device)).isEqualTo("BLOCKED");
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(403);
        JsonNode event = owner.get("/v1/audit-events?action=identity.imported&deviceId=" + device.uuid())
                .json()
                .at("/items/0");
        assertThat(event.at("/before/kid").stringValue())
                .isEqualTo(device.publicKey().kid());
        assertThat(event.at("/after/kid").stringValue())
                .isEqualTo(mistaken.publicKey().kid());

        register(device);
        owner.post(device(device) + "/unblock").is(204);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(proven(device)).isTrue();
    }

    @Test
    void goesOnUnderTheRegisteredKeyWhenTheEntryIsRemoved() {
        TestDevice device = TestDevice.create();
        register(device);
        owner.claim(device).is(201);
        owner.delete(identity(device)).is(204);
        assertThat(proven(device)).isFalse();
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(proven(device)).isTrue();
    }

    @Test
    void releasesTheClaimOfAnotherTeam() {
        ApiClient team = service.newTeam();
        TestDevice device = provenImpostor(team);
        team.delete(identity(device) + "/claim").isProblem(40300);
        owner.delete(identity(device) + "/claim").is(204);
        owner.delete(identity(device) + "/claim").isProblem(40400);
        team.get(device(device)).isProblem(40400);
        assertThat(service.rows.value(
                        "SELECT count(*) FROM provisioning_command WHERE device_uuid = ?",
                        device.uuid().value()))
                .isEqualTo("0");
        String events = "/v1/audit-events?action=claim.released&deviceId=" + device.uuid();
        for (ApiClient reader : List.of(team, owner)) {
            JsonNode trail = reader.get(events).is(200).json();
            assertThat(trail.get("total").intValue()).isEqualTo(1);
            assertThat(trail.at("/items/0/by/teamId").stringValue())
                    .isEqualTo(owner.get("/v1/account").text("/team/id"));
        }
        // the pin is kept: only the same device can be claimed again
        service.otherTeam.claim(TestDevice.withUuid(device.uuid())).isProblem(40301);
        service.otherTeam.claim(device).is(201);
    }

    @Test
    void endsAPinSoThatTheGenuineDeviceCanBeClaimed() {
        ApiClient team = service.newTeam();
        TestDevice impostor = provenImpostor(team);
        TestDevice genuine = TestDevice.withUuid(impostor.uuid());
        owner.delete(identity(impostor) + "/claim").is(204);
        owner.claim(genuine).isProblem(40301);
        team.delete(identity(impostor) + "/pin").isProblem(40300);
        owner.delete(identity(impostor) + "/pin").is(204);
        owner.delete(identity(impostor) + "/pin").isProblem(40400);
        owner.claim(genuine).is(201);
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(genuine).fetchAnswer("").statusCode()).isEqualTo(204);
        assertThat(proven(genuine)).isTrue();
    }

    @Test
    void recordsTheEndOfAPinInBothTrails() {
        ApiClient team = service.newTeam();
        TestDevice device = provenImpostor(team);
        owner.delete(identity(device) + "/pin").is(204);
        assertThat(team.get(device(device)).json().get("proven").booleanValue()).isFalse();
        String events = "/v1/audit-events?action=pin.released&deviceId=" + device.uuid();
        for (ApiClient reader : List.of(team, owner)) {
            assertThat(reader.get(events).is(200).text("/items/0/before/kid"))
                    .isEqualTo(device.publicKey().kid());
        }
        // the claim goes on with what can have signed its token
        assertThat(service.deviceClient(device).fetch()).isNotEmpty();
        assertThat(team.get(device(device)).json().get("proven").booleanValue()).isTrue();
    }
}
