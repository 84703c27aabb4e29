package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.device;
import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.server.Await;
import io.latebind.server.TestDevice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * The sequences of calls that tools written for the original service make, to the letter (specification 7, "things that real tools do").
 */
@ExtendWith(SharedService.class)
class ExistingToolsTest {
    private static final String CSR = "{\"certificateSigningRequest\":{\"secTag\":16842753,"
            + "\"attributes\":\"O=my org,L=Trondheim,C=no\",\"keyUsage\":\"101010000\"}}";

    private final RunningService service;
    private final ApiClient team;

    ExistingToolsTest(RunningService service) {
        this.service = service;
        team = service.newTeam();
    }

    private static String claim(TestDevice device, String tags) {
        return "{\"claimToken\":\"" + device.attestationToken() + "\",\"tags\":" + tags + "}";
    }

    /** Claim; a command; poll it until it is neither PENDING nor IN_PROGRESS; the CSR from its response; the certificate; unclaim. */
    @Test
    void provisioningScriptGetsItsCsrAndBringsTheDeviceToProvisioned() {
        TestDevice device = TestDevice.create();
        team.post(DEVICES, claim(device, "[\"mine,test-rack\"]")).is(201);
        JsonNode tags = team.get(device(device)).is(200).json().get("tags");
        assertThat(tags.values().stream().map(JsonNode::stringValue)).containsExactly("mine", "test-rack");

        String command = team.post(queue(device), "{\"description\":\"CSR\",\"request\":" + CSR + "}")
                .is(201)
                .id();
        List<String> polled = List.of(team.status(device, command));
        DeviceClient client = service.deviceClient(device);
        List<DeviceCommand> batch = client.fetch();
        polled = List.of(polled.getFirst(), team.status(device, command));
        assertThat(polled).containsExactly("PENDING", "IN_PROGRESS");
        client.report(DeviceClient.successes(batch));
        Answer done = team.command(device, command).is(200);
        assertThat(done.text("/status")).isEqualTo("SUCCEEDED");
        assertThat(done.text("/response/certificateSigningRequest/message")).isNotEmpty();

        team.add(device, RequestSamples.FINISHED).is(201);
        client.provision();
        assertThat(team.status(device)).isEqualTo("PROVISIONED");
        team.delete(device(device)).is(204);
        team.delete(device(device)).is(404);
    }

    /** The alias, and the dry run before it. */
    @Test
    void claimScriptAsksFirstAndUsesTheOtherPath() {
        TestDevice device = TestDevice.create();
        String body = claim(device, "[]");
        team.post("/v1/identities/claimed-devices?dryrun=true", body).is(202);
        team.get(device(device)).is(404);
        team.post("/v1/identities/claimed-devices", body).is(201);
        assertThat(team.post("/v1/identities/claimed-devices?dryrun=true", body)
                        .is(409)
                        .message())
                .contains("already claimed by your team");
    }

    /** A header that is not Content-Type, and a body that is CSV all the same. */
    @Test
    void bulkScriptSendsCsvUnderAHeaderOfItsOwn() throws InterruptedException {
        TestDevice one = TestDevice.create();
        TestDevice other = TestDevice.create();
        String csv = "\"" + one.attestationToken() + "\",\"a,b\"\r\n\"" + other.attestationToken() + "\"\r\nnonsense";
        JsonNode claimed = team.send("POST", DEVICES, csv, Map.of("contentType", "text/csv"))
                .is(201)
                .json();
        assertThat(claimed.get("claimedIds").values().stream().map(JsonNode::stringValue))
                .containsExactlyInAnyOrder(one.uuid().toString(), other.uuid().toString());
        assertThat(claimed.at("/failed/0/row").intValue()).isEqualTo(2);
        assertThat(claimed.at("/failed/0/message").stringValue()).contains("attestation token");

        TestDevice third = TestDevice.create();
        String id = team.send(
                        "POST",
                        DEVICES + "/bulk",
                        "\"" + third.attestationToken() + "\"\nnonsense\n",
                        Map.of("contentType", "text/csv"))
                .is(202)
                .text("/bulkOpsRequestId");
        assertThat(id).matches("[0-9A-HJKMNP-TV-Z]{26}");
        Await.until(
                "the bulk operation to end",
                () -> List.of("SUCCEEDED", "FAILED")
                        .contains(
                                team.get("/v1/bulk-ops-requests/" + id).is(200).text("/status")));
        Answer ended = team.get("/v1/bulk-ops-requests/" + id).is(200);
        assertThat(ended.json().get("done").intValue()).isEqualTo(2);
        assertThat(ended.json().get("failed").intValue()).isEqualTo(1);
        assertThat(team.get(ended.text("/errorSummaryUrl")).is(200).body()).contains("attestation token");
        team.get(device(third)).is(200);
    }

    /** Tag, rule, claim, each on every run of the script. */
    @Test
    void onboardingScriptMakesItsTagOnEveryRun() {
        String tag = "{\"tag\":\"nrf-cloud-onboarding\",\"description\":\"Devices to be onboarded\"}";
        team.post("/v1/provisioning/tags", tag).is(201);
        team.post("/v1/provisioning/tags", tag).is(200);
        String rule =
                "{\"name\":\"onboarding\",\"description\":\"keys\",\"tags\":[\"nrf-cloud-onboarding\"],\"commands\":["
                        + "{\"description\":\"key\",\"request\":{\"clientPrivateKeyGeneration\":{\"secTag\":42}}}]}";
        team.post("/v1/provisioning-rules", rule).is(201);
        TestDevice device = TestDevice.create();
        team.post(DEVICES, claim(device, "[\"nrf-cloud-onboarding\"]")).is(201);
        assertThat(team.status(device)).isEqualTo("READY");
        service.deviceClient(device).provision();
        assertThat(team.get(DEVICES + "?status=PROVISIONED&tag=nrf-cloud-onboarding")
                        .is(200)
                        .ids())
                .containsExactly(device.uuid().toString());
    }
}
