package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The device's side over CoAP (specification 6.3). */
@ExtendWith(SharedService.class)
class DeviceCoapTest {
    private static final String SETTING = "{\"config\":{\"a\":\"b\"}}";

    private final RunningService service;
    private final ApiClient owner;
    private final TestDevice device;
    private final CoapDeviceClient client;

    DeviceCoapTest(RunningService service) {
        this.service = service;
        owner = service.owner;
        device = owner.claimed();
        client = service.coapClient(device);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void provisionsADeviceInOneSession() {
        for (String request : RequestSamples.everyType().values()) {
            owner.added(device, request);
        }
        assertThat(client.authenticate()).isEqualTo(ResponseCode.CREATED);
        client.provision();
        assertThat(owner.status(device)).isEqualTo("PROVISIONED");
        assertThat(client.coap.connector.isRunning()).isTrue();
    }

    @Test
    void saysHowLongAnAuthenticationHolds() {
        Response answer = client.authenticate("p/auth-jwt", device.jwt(Instant.now()));
        assertThat(answer.getOptions().getMaxAge())
                .isEqualTo(Duration.ofDays(30).toSeconds());
    }

    @Test
    void authenticatesOlderFirmwareAtItsPath() {
        assertThat(client.authenticate("p/auth", device.jwt(Instant.now())).getCode())
                .isEqualTo(ResponseCode.CREATED);
        assertThat(client.fetch()).isEmpty();
    }

    @Test
    void keepsWhatTheDeviceSaidOfItselfWhenItAuthenticated() {
        client.authenticate();
        client.fetch();
        Answer shown = owner.get(ApiClient.device(device)).is(200);
        assertThat(shown.text("/modemFirmware")).isEqualTo("mfw_nrf91x1_2.0.2");
        assertThat(shown.text("/clientVersion")).isEqualTo("3.1.0");
        assertThat(owner.get(ApiClient.device(device) + "/history").is(200).body())
                .contains("connected from 127.0.0.1, modem firmware mfw_nrf91x1_2.0.2, client version 3.1.0");
    }

    @Test
    void refusesEverythingBeforeTheSessionHasAuthenticated() {
        owner.added(device, SETTING);
        assertThat(client.fetchAnswer("").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        assertThat(client.reportAnswer(new byte[] {(byte) 0x80}).getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        assertThat(owner.status(device)).isEqualTo("READY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "a.b.c", "att.a.b", "\u00ff\u0000"})
    void refusesWhatIsNoCredential(String credential) {
        assertThat(client.authenticate("p/auth-jwt", credential).getCode()).isEqualTo(ResponseCode.FORBIDDEN);
        assertThat(client.fetchAnswer("").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
    }

    @Test
    void refusesTheJwtOfAnotherKey() {
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        assertThat(client.authenticate("p/auth-jwt", impostor.jwt(Instant.now()))
                        .getCode())
                .isEqualTo(ResponseCode.FORBIDDEN);
        assertThat(owner.get(ApiClient.device(device) + "/history").is(200).body())
                .contains("WRONG_KEY");
    }

    @Test
    void refusesADeviceThatNobodyHasClaimed() {
        TestDevice unknown = TestDevice.create();
        assertThat(client.authenticate("p/auth-jwt", unknown.jwt(Instant.now())).getCode())
                .isEqualTo(ResponseCode.UNAUTHORIZED);
    }

    @Test
    void keepsTheBindingWhenABadTokenComesLater() {
        client.authenticate();
        client.authenticate("p/auth-jwt", "nonsense");
        assertThat(client.fetch()).isEmpty();
    }

    @Test
    void replacesTheBindingAtASecondAuthentication() {
        TestDevice other = owner.claimed();
        owner.added(other, SETTING);
        client.authenticate();
        assertThat(client.fetch()).isEmpty();
        client.authenticate("p/auth-jwt", other.jwt(Instant.now()));
        client.provision();
        assertThat(owner.status(other)).isEqualTo("AWAITING");
        assertThat(owner.status(device)).isEqualTo("READY");
    }

    @Test
    void lendsNoBindingToAnotherSession() {
        client.authenticate();
        try (CoapDeviceClient other = service.coapClient(device)) {
            assertThat(other.fetchAnswer("").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        }
    }

    @Test
    void asksForANewProofAfterUnclaimAndAfterANewClaim() {
        client.authenticate();
        owner.delete(ApiClient.device(device)).is(204);
        assertThat(client.fetchAnswer("").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        owner.claim(device).is(201);
        owner.added(device, SETTING);
        assertThat(client.fetchAnswer("").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        assertThat(client.reportAnswer(new byte[] {(byte) 0x80}).getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        client.authenticate();
        assertThat(client.fetch()).hasSize(1);
    }

    @Test
    void asksForANewProofWhenThePinWasDropped() {
        client.authenticate();
        owner.delete("/v1/identities/" + device.uuid() + "/pin").is(204);
        assertThat(client.fetchAnswer("").getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        assertThat(client.authenticate()).isEqualTo(ResponseCode.CREATED);
        assertThat(client.fetch()).isEmpty();
    }

    @Test
    void feelsABlockAtOnce() {
        owner.added(device, SETTING);
        client.authenticate();
        owner.post(ApiClient.device(device) + "/block").is(204);
        assertThat(client.fetch()).isEmpty();
        owner.post(ApiClient.device(device) + "/unblock").is(204);
        assertThat(client.fetch()).hasSize(1);
    }

    @Test
    void takesTheReportOnAnotherSession() {
        owner.added(device, SETTING);
        client.authenticate();
        var batch = client.fetch();
        try (CoapDeviceClient later = service.coapClient(device)) {
            later.authenticate();
            later.report(DeviceClient.successes(batch));
        }
        assertThat(owner.status(device)).isEqualTo("AWAITING");
    }

    @Test
    void deliversBlockByBlock() {
        for (int i = 0; i < 10; i++) {
            owner.added(device, "{\"config\":{\"key" + i + "\":\"" + "x".repeat(500) + "\"}}");
        }
        client.authenticate();
        Response answer = client.fetchAnswer("rxMaxSize=65535&limit=64");
        assertThat(answer.getPayloadSize()).isGreaterThan(5000);
        client.report(DeviceClient.successes(DeviceClient.decoded(answer.getPayload())));
        assertThat(owner.status(device)).isEqualTo("AWAITING");
        assertThat(owner.get(ApiClient.queue(device)).is(200).body()).doesNotContain("IN_PROGRESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rxMaxSize=0", "rxMaxSize=63", "txMaxSize=-1", "limit=0", "limit=x", "rxMaxSize="})
    void refusesBadParameters(String query) {
        client.authenticate();
        assertThat(client.fetchAnswer(query).getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(owner.get(ApiClient.device(device) + "/history").is(200).body())
                .contains("was answered 4.00");
    }

    @Test
    void refusesAnotherContentFormatThanCbor() {
        client.authenticate();
        Request request = client.fetchRequest("");
        request.getOptions().setAccept(50);
        assertThat(client.answer(request).getCode()).isEqualTo(ResponseCode.NOT_ACCEPTABLE);
    }

    @Test
    void takesAFetchThatSaysNothingOfWhatItAccepts() {
        client.authenticate();
        Request request = client.coap.get("p/cmd");
        assertThat(client.answer(request).getCode()).isEqualTo(ResponseCode.CONTENT);
    }

    @Test
    void refusesAMalformedReportAndRecordsNothing() {
        owner.added(device, SETTING);
        client.authenticate();
        client.fetch();
        assertThat(client.reportAnswer("nonsense".getBytes(StandardCharsets.UTF_8))
                        .getCode())
                .isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(client.reportAnswer(new byte[DeviceMessages.MAX_REPORT_BYTES + 1])
                        .getCode())
                .isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(owner.status(device)).isEqualTo("PROVISIONING");
    }

    @Test
    void parksASession() {
        client.authenticate();
        Request suspend = client.coap.post(".dtls/suspend", new byte[0]);
        suspend.setType(CoAP.Type.NON);
        assertThat(client.answer(suspend).getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(client.fetch()).isEmpty();
    }

    @Test
    void goesOnAfterAHandshakeThatResumesTheSession() {
        client.authenticate();
        client.coap.connector.forceResumeAllSessions();
        assertThat(client.fetch()).isEmpty();
    }
}
