package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.config.TrustSettings;
import io.latebind.server.kernel.IdentityPolicy;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Attestation tokens in the place of JWTs, over both transports, switched on and off (specification 5.4). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttestationTokenTest {
    private static final TrustSettings ON = new TrustSettings(IdentityPolicy.FIRST_USE, true);
    private static final TrustSettings OFF = new TrustSettings(IdentityPolicy.FIRST_USE, false);

    private final RunningService service = new RunningService(ON);
    private final ApiClient owner = service.owner;
    private boolean on = true;

    @AfterAll
    void stop() {
        service.close();
    }

    @BeforeEach
    void switchOn() {
        switched(true);
    }

    private void switched(boolean wanted) {
        if (on != wanted) {
            service.restartWith(wanted ? ON : OFF);
            on = wanted;
        }
    }

    private TestDevice registered() {
        TestDevice device = TestDevice.create();
        owner.post("/v1/identities", RouteSamples.identity(device)).is(200);
        owner.claim(device).is(201);
        return device;
    }

    private int https(TestDevice device, String credential) {
        return service.deviceClient(device).fetchAnswer("", credential).statusCode();
    }

    private ResponseCode coap(TestDevice device, String path, String credential) {
        try (CoapDeviceClient client = service.coapClient(device)) {
            return client.authenticate(path, credential).getCode();
        }
    }

    private void assertRefusedEverywhere(TestDevice device) {
        String token = device.attestationToken();
        assertThat(https(device, "att." + token)).isEqualTo(403);
        for (String path : new String[] {"p/auth", "p/auth-jwt"}) {
            for (String credential : new String[] {token, "att." + token}) {
                assertThat(coap(device, path, credential)).as(path).isEqualTo(ResponseCode.FORBIDDEN);
            }
        }
    }

    @Test
    void takesTheTokenOfARegisteredDeviceAndNeverPinsByIt() {
        TestDevice device = registered();
        String token = device.attestationToken();
        assertThat(https(device, "att." + token)).isEqualTo(204);
        assertThat(coap(device, "p/auth", "att." + token)).isEqualTo(ResponseCode.CREATED);
        assertThat(coap(device, "p/auth", token)).as("bare").isEqualTo(ResponseCode.CREATED);
        assertThat(coap(device, "p/auth-jwt", "att." + token)).isEqualTo(ResponseCode.CREATED);
        assertThat(coap(device, "p/auth-jwt", token))
                .as("bare where only JWTs come")
                .isEqualTo(ResponseCode.FORBIDDEN);
        assertThat(https(device, token)).as("bare").isEqualTo(403);
        assertThat(service.rows.value(
                        "SELECT count(pinned_key) FROM device WHERE uuid = ?",
                        device.uuid().value()))
                .isEqualTo("0");
    }

    @Test
    void provisionsADeviceThatAuthenticatedWithItsToken() {
        TestDevice device = registered();
        owner.added(device, RequestSamples.KEY);
        owner.added(device, RequestSamples.FINISHED);
        try (CoapDeviceClient client = service.coapClient(device)) {
            client.authenticate("p/auth", device.attestationToken());
            client.provision();
        }
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
    }

    @Test
    void refusesTheTokenOfADeviceWithoutAnEntry() {
        TestDevice device = owner.claimed();
        assertRefusedEverywhere(device);
        service.deviceClient(device).fetch();
        assertRefusedEverywhere(device);
    }

    @Test
    void refusesTheTokenOfAnotherKeyForTheSameDevice() {
        TestDevice device = registered();
        assertRefusedEverywhere(TestDevice.withUuid(device.uuid()));
    }

    @Test
    void refusesEveryTokenWhenSwitchedOff() {
        TestDevice device = registered();
        TestDevice unregistered = owner.claimed();
        switched(false);
        assertRefusedEverywhere(device);
        assertRefusedEverywhere(unregistered);
        assertThat(service.deviceClient(device).fetch()).as("a JWT goes on").isEmpty();
    }

    @Test
    void asksASessionOfATokenForAJwtWhenTheEntryIsGone() {
        TestDevice device = registered();
        try (CoapDeviceClient client = service.coapClient(device)) {
            client.authenticate("p/auth", device.attestationToken());
            assertThat(client.fetch()).isEmpty();
            // the key is proven now, so that the claim goes on without the entry; the token does not
            service.deviceClient(device).fetch();
            owner.delete("/v1/identities/" + device.uuid()).is(204);
            assertThat(client.fetchAnswer("").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
            assertThat(client.authenticate()).isEqualTo(ResponseCode.CREATED);
            assertThat(client.fetch()).isEmpty();
        }
    }

    @Test
    void asksASessionOfATokenForAJwtWhenTokensAreSwitchedOffMeanwhile() {
        TestDevice byToken = registered();
        TestDevice byJwt = registered();
        try (CoapDeviceClient token = service.coapClient(byToken);
                CoapDeviceClient jwt = service.coapClient(byJwt)) {
            token.authenticate("p/auth", byToken.attestationToken());
            jwt.authenticate();
            assertThat(token.fetch()).isEmpty();
            switched(false);
            assertThat(token.fetchAnswer("").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
            assertThat(jwt.fetch()).isEmpty();
        }
    }
}
