package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.config.TrustSettings;
import io.latebind.server.kernel.IdentityPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A service with the policy registry, where attestation tokens may take the place of JWTs (specification 5.4). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryPolicyTest {
    private static final String IDENTITIES = "/v1/identities";

    private final RunningService service = new RunningService(new TrustSettings(IdentityPolicy.REGISTRY, true));
    private final ApiClient owner = service.owner;

    @AfterAll
    void stop() {
        service.close();
    }

    private TestDevice registered() {
        TestDevice device = TestDevice.create();
        owner.post(IDENTITIES, RouteSamples.identity(device)).is(200);
        return device;
    }

    private int visit(TestDevice device, String credential) {
        return service.deviceClient(device).fetchAnswer("", credential).statusCode();
    }

    private String pin(TestDevice device) {
        return service.rows.value(
                "SELECT count(pinned_key) FROM device WHERE uuid = ?",
                device.uuid().value());
    }

    @Test
    void refusesDevicesThatAreNotRegisteredAndChangesNothing() {
        TestDevice device = TestDevice.create();
        Map<String, String> before = service.rows.everything();
        String body = "{\"claimToken\":\"" + device.attestationToken() + "\"}";
        for (String path : List.of(DEVICES, DEVICES + "?dryrun=true", "/v1/identities/claimed-devices")) {
            assertThat(owner.post(path, body).isProblem(40302).message())
                    .contains(device.uuid().toString(), "identity registry", "POST /v1/identities");
        }
        assertThat(service.rows.value(
                        "SELECT count(*) FROM claimed_device WHERE device_uuid = ?",
                        device.uuid().value()))
                .isEqualTo("0");
        assertThat(service.rows.everything().get("audit_event")).isEqualTo(before.get("audit_event"));
    }

    @Test
    void claimsRegisteredDevicesUnderTheirKeyAsProven() {
        TestDevice device = registered();
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        owner.claim(impostor).isProblem(40301);
        assertThat(owner.claim(device).is(201).json().get("proven").booleanValue())
                .isTrue();
        owner.added(device, RequestSamples.KEY);
        assertThat(service.deviceClient(impostor).fetchAnswer("").statusCode()).isEqualTo(403);
        assertThat(service.deviceClient(device).fetch()).isNotEmpty();
        assertThat(pin(device)).isEqualTo("1");
    }

    @Test
    void letsClaimsGoOnWhoseEntryIsGoneAndAcceptsNoNewOne() {
        TestDevice device = registered();
        owner.claim(device).is(201);
        owner.delete(IDENTITIES + "/" + device.uuid()).is(204);
        assertThat(service.deviceClient(device).fetchAnswer("").statusCode()).isEqualTo(204);
        owner.delete(device(device)).is(204);
        owner.claim(device).isProblem(40302);
    }

    @Test
    void saysOfTokensOfUnregisteredDevicesThatTheyCannotBeClaimed() {
        Answer verdict = owner.post(
                        IDENTITIES + "/verify",
                        "{\"tokens\":[\"" + TestDevice.create().attestationToken() + "\"]}")
                .is(200);
        assertThat(verdict.text("/items/0/result")).isEqualTo("unproven");
        assertThat(verdict.text("/items/0/message")).contains("not in the identity registry");
    }

    @Test
    void takesAttestationTokensOfRegisteredDevicesAndNeverPinsByThem() {
        TestDevice device = registered();
        owner.claim(device).is(201);
        String command = owner.added(device, RequestSamples.KEY);
        String own = "att." + device.attestationToken();
        assertThat(visit(device, own)).isEqualTo(200);
        assertThat(owner.status(device, command)).isEqualTo("IN_PROGRESS");
        assertThat(pin(device)).isEqualTo("0");
        assertThat(visit(device, device.attestationToken())).isEqualTo(403);
        assertThat(visit(device, "att." + TestDevice.withUuid(device.uuid()).attestationToken()))
                .isEqualTo(403);
        assertThat(visit(device, "att." + TestDevice.create().attestationToken()))
                .isEqualTo(403);
        assertThat(visit(device, "att." + device.attestationToken() + ".AAAA")).isEqualTo(403);
        assertThat(visit(device, "att.")).isEqualTo(403);
        assertThat(visit(device, "ATT." + device.attestationToken())).isEqualTo(403);
        assertThat(service.deviceClient(device)
                        .reportAnswer(new byte[] {(byte) 0x80}, own)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void takesNoAttestationTokenWithoutAnEntry() {
        TestDevice device = registered();
        owner.claim(device).is(201);
        owner.delete(IDENTITIES + "/" + device.uuid()).is(204);
        assertThat(visit(device, "att." + device.attestationToken())).isEqualTo(403);
        assertThat(service.rows.query(
                        "SELECT text FROM device_history WHERE device_uuid = ? AND kind = 'REFUSED'",
                        device.uuid().value()))
                .singleElement()
                .asString()
                .contains("only from devices in the identity registry");
    }

    @Test
    void takesNoAttestationTokenOfADeviceThatNobodyClaimed() {
        TestDevice device = registered();
        assertThat(visit(device, "att." + device.attestationToken())).isEqualTo(403);
    }
}
