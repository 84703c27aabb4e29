package io.latebind.simulator.coap;

import static io.latebind.simulator.coap.CoapService.answering;
import static io.latebind.simulator.coap.CoapService.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.ClientLimits;
import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.FetchQuery;
import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.modem.TestPem;
import io.latebind.simulator.network.NetworkFaults;
import io.latebind.simulator.network.NetworkFaults.Chance;
import io.latebind.simulator.trust.RootCertificates;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a device speaks CoAP, and what it makes of a service that does not do as it should. */
final class CoapTransportTest {
    private static final FetchQuery QUERY = new FetchQuery("id.0", ClientLimits.DEFAULTS, "mfw", "3.1.0");
    private static final byte[] REPORT = {(byte) 0x81, 0x41};
    private static final CoapTiming QUICK =
            new CoapTiming(Duration.ofMillis(150), 2, Duration.ofMillis(300), 3, Duration.ofSeconds(20));

    private final CoapService service = new CoapService();
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private CoapTransport transport = transport(service.url(), NetworkFaults.NONE);
    private final DeviceConnection device = connection();

    private CoapTransport transport(URI url, NetworkFaults faults) {
        try {
            return new CoapTransport(url, RootCertificates.of(List.of(service.certificate)), QUICK, faults, () -> now);
        } catch (IOException noSockets) {
            throw new IllegalStateException(noSockets);
        }
    }

    private DeviceConnection connection() {
        return transport.connect(new DeviceUuid(UUID.fromString("50363154-3931-44f0-8022-121b6401627d")));
    }

    @AfterEach
    void stop() {
        transport.close();
        service.close();
    }

    private static byte[] bodyOf(DeviceAnswer answer) {
        assertThat(answer).isInstanceOf(DeviceAnswer.Ok.class);
        return ((DeviceAnswer.Ok) answer).body();
    }

    private static LinkFault faultOf(DeviceAnswer answer) {
        assertThat(answer).isInstanceOf(DeviceAnswer.NoAnswer.class);
        return ((DeviceAnswer.NoAnswer) answer).fault();
    }

    private long count(TrafficFigure figure) {
        return device.traffic().figure(figure);
    }

    @Test
    void provesItselfAndAsksAsTheOfficialClientDoes() {
        bodyOf(device.fetch(QUERY, "the.jwt"));
        CoapService.Seen proof = service.seen.getFirst();
        assertThat(proof.path()).isEqualTo("p/auth-jwt");
        assertThat(proof.query()).containsExactly("mver=mfw", "cver=3.1.0");
        assertThat(proof.contentFormat()).isEqualTo(60);
        assertThat(proof.payload()).asString().isEqualTo("the.jwt");
        CoapService.Seen fetch = service.seen.getLast();
        assertThat(fetch.path()).isEqualTo("p/cmd");
        assertThat(fetch.query()).containsExactly("after=id.0", "rxMaxSize=1024", "txMaxSize=2048", "limit=10");
        assertThat(fetch.asksForBlocks()).isTrue();
    }

    @Test
    void reportsAsCborInTheSameSession() {
        device.fetch(QUERY, "jwt");
        assertThat(bodyOf(device.report(REPORT, "jwt"))).isEmpty();
        CoapService.Seen report = service.seen.getLast();
        assertThat(report.path()).isEqualTo("p/rsp");
        assertThat(report.contentFormat()).isEqualTo(60);
        assertThat(report.payload()).isEqualTo(REPORT);
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/cmd", "p/rsp");
        assertThat(count(TrafficFigure.FULL_HANDSHAKES)).isEqualTo(1);
    }

    @Test
    void takesAndSendsBodiesInBlocks() {
        byte[] large = new byte[5000];
        new Random(1).nextBytes(large);
        service.gives(large);
        assertThat(bodyOf(device.fetch(QUERY, "jwt"))).isEqualTo(large);
        device.report(large, "jwt");
        assertThat(service.seen.getLast().payload()).isEqualTo(large);
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/cmd", "p/rsp");
    }

    @Test
    void parksItsSessionAndGoesOnInItAtTheNextVisit() {
        device.fetch(QUERY, "jwt");
        device.visitEnds();
        assertThat(service.seen.getLast().path()).isEqualTo(".dtls/suspend");
        assertThat(service.seen.getLast().type()).isEqualTo(Type.NON);
        now = now.plus(Duration.ofDays(29));
        device.fetch(QUERY, "jwt");
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/cmd", ".dtls/suspend", "p/cmd");
        assertThat(count(TrafficFigure.FULL_HANDSHAKES)).isEqualTo(1);
    }

    @Test
    void provesItselfAgainWhenItsProofIsTooOld() {
        device.fetch(QUERY, "jwt");
        now = now.plus(Duration.ofDays(31));
        device.fetch(QUERY, "jwt");
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/cmd", "p/auth-jwt", "p/cmd");
    }

    @Test
    void provesItselfAgainWhenTheServiceForgotIt() {
        device.fetch(QUERY, "jwt");
        service.forgetAuthentications();
        assertThat(bodyOf(device.fetch(QUERY, "jwt"))).isNotEmpty();
        service.forgetAuthentications();
        assertThat(bodyOf(device.report(REPORT, "jwt"))).isEmpty();
        assertThat(service.paths())
                .containsExactly("p/auth-jwt", "p/cmd", "p/cmd", "p/auth-jwt", "p/cmd", "p/rsp", "p/auth-jwt", "p/rsp");
    }

    @Test
    void takesARepeatedRefusalForNotClaimed() {
        service.next("p/cmd", answering(ResponseCode.UNAUTHORIZED)).next("p/cmd", answering(ResponseCode.UNAUTHORIZED));
        assertThat(device.fetch(QUERY, "jwt")).isEqualTo(new DeviceAnswer.Refused(403));
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/cmd", "p/auth-jwt", "p/cmd");
    }

    @Test
    void takesARefusedProofForNotClaimed() {
        service.next("p/auth-jwt", answering(ResponseCode.FORBIDDEN))
                .next("p/auth-jwt", answering(ResponseCode.UNAUTHORIZED));
        assertThat(device.fetch(QUERY, "jwt")).isEqualTo(new DeviceAnswer.Refused(403));
        assertThat(device.fetch(QUERY, "jwt")).isEqualTo(new DeviceAnswer.Refused(403));
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/auth-jwt");
    }

    @Test
    void takesAFaultOfTheServiceForOneThatMayPass() {
        service.next("p/auth-jwt", answering(ResponseCode.SERVICE_UNAVAILABLE))
                .next("p/cmd", answering(ResponseCode.INTERNAL_SERVER_ERROR))
                .next("p/cmd", answering(ResponseCode.SERVICE_UNAVAILABLE));
        for (int i = 0; i < 3; i++) {
            assertThat(device.fetch(QUERY, "jwt")).isEqualTo(new DeviceAnswer.Refused(500));
        }
    }

    @Test
    void givesUpAfterARefusalOfWhatItAskedFor() {
        service.next("p/cmd", answering(ResponseCode.BAD_REQUEST));
        assertThat(device.fetch(QUERY, "jwt")).isEqualTo(new DeviceAnswer.Refused(400));
    }

    @Test
    void asksOnceMoreWhenTheServiceLostSomeBlocks() {
        service.next("p/rsp", answering(ResponseCode.REQUEST_ENTITY_INCOMPLETE));
        device.fetch(QUERY, "jwt");
        assertThat(device.report(REPORT, "jwt")).isInstanceOf(DeviceAnswer.Ok.class);
    }

    @Test
    void waitsForAnAnswerThatComesSeparately() {
        service.next("p/cmd", CoapTransportTest::answerLate);
        assertThat(bodyOf(device.fetch(QUERY, "jwt"))).containsExactly(1, 2, 3);
        assertThat(service.seenAt("p/cmd")).hasSize(1);
    }

    private static void answerLate(Exchange exchange) {
        exchange.sendAccept();
        Response response = new Response(ResponseCode.CONTENT);
        response.setPayload(new byte[] {1, 2, 3});
        Thread.ofVirtual().start(() -> exchange.sendResponse(response));
    }

    @Test
    void repeatsAMessageAndThenGivesUpForNow() {
        device.fetch(QUERY, "jwt");
        service.next("p/cmd", silence());
        assertThat(faultOf(device.fetch(QUERY, "jwt"))).isEqualTo(LinkFault.TIMED_OUT);
        assertThat(count(TrafficFigure.RETRANSMISSIONS)).isEqualTo(2);
    }

    @Test
    void sendsAReportOnceMoreWhenItsAnswerIsLost() {
        device.fetch(QUERY, "jwt");
        service.next("p/rsp", silence());
        assertThat(device.report(REPORT, "jwt")).isInstanceOf(DeviceAnswer.Ok.class);
        assertThat(service.seenAt("p/rsp")).hasSize(2);
    }

    @Test
    void resumesTheSessionWhenTheServiceDoesNotAnswerInIt() {
        device.fetch(QUERY, "jwt");
        service.next("p/cmd", silence());
        device.fetch(QUERY, "jwt");
        assertThat(bodyOf(device.fetch(QUERY, "jwt"))).isNotEmpty();
        assertThat(count(TrafficFigure.RESUMED_HANDSHAKES)).isEqualTo(1);
        assertThat(count(TrafficFigure.FULL_HANDSHAKES)).isEqualTo(1);
        assertThat(count(TrafficFigure.AUTHENTICATIONS)).isEqualTo(1);
    }

    @Test
    void makesANewSessionWhenTheServiceLostAllOfThem() {
        device.fetch(QUERY, "jwt");
        service.restart();
        assertThat(faultOf(device.fetch(QUERY, "jwt"))).isEqualTo(LinkFault.TIMED_OUT);
        assertThat(bodyOf(device.fetch(QUERY, "jwt"))).isNotEmpty();
        assertThat(count(TrafficFigure.FULL_HANDSHAKES)).isEqualTo(2);
        assertThat(count(TrafficFigure.AUTHENTICATIONS)).isEqualTo(2);
    }

    @Test
    void reportsInANewSessionWhenTheServiceLostTheOldOne() {
        device.fetch(QUERY, "jwt");
        service.restart();
        assertThat(device.report(REPORT, "jwt")).isInstanceOf(DeviceAnswer.Ok.class);
        assertThat(service.paths()).endsWith("p/auth-jwt", "p/rsp");
    }

    @Test
    void forgetsEverythingWithItsPower() {
        device.fetch(QUERY, "jwt");
        device.powerLost();
        device.fetch(QUERY, "jwt");
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/cmd", "p/auth-jwt", "p/cmd");
        assertThat(service.seen.getFirst().session())
                .isNotEqualTo(service.seen.getLast().session());
        assertThat(service.ports()).hasSize(2);
    }

    @Test
    void reportsInANewSessionWhenItLostItsOwn() {
        restartWith(NetworkFaults.NONE.with(Chance.SESSION_LOSS, 1));
        DeviceConnection forgetful = connection();
        forgetful.fetch(QUERY, "jwt");
        assertThat(forgetful.report(REPORT, "jwt")).isInstanceOf(DeviceAnswer.Ok.class);
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/cmd", "p/auth-jwt", "p/rsp");
        assertThat(service.seenAt("p/rsp").getFirst().session())
                .isNotEqualTo(service.seenAt("p/cmd").getFirst().session());
        assertThat(forgetful.traffic().figure(TrafficFigure.SESSIONS_LOST)).isEqualTo(1);
    }

    private void restartWith(NetworkFaults faults) {
        transport.close();
        transport = transport(service.url(), faults);
    }

    @Test
    void goesOnWithItsConnectionIdFromAnyAddress() {
        restartWith(NetworkFaults.NONE.with(Chance.REBINDING, 1));
        DeviceConnection roaming = connection();
        byte[] large = new byte[3000];
        service.gives(large);
        assertThat(bodyOf(roaming.fetch(QUERY, "jwt"))).isEqualTo(large);
        assertThat(roaming.report(large, "jwt")).isInstanceOf(DeviceAnswer.Ok.class);
        assertThat(service.paths()).containsExactly("p/auth-jwt", "p/cmd", "p/rsp");
        assertThat(service.ports()).hasSize(3);
        assertThat(roaming.traffic().figure(TrafficFigure.REBINDINGS)).isGreaterThan(10);
        assertThat(roaming.traffic().figure(TrafficFigure.FULL_HANDSHAKES)).isEqualTo(1);
        assertThat(roaming.traffic().figure(TrafficFigure.RESUMED_HANDSHAKES)).isZero();
    }

    @Test
    void countsWhatGoesOverTheWire() {
        device.fetch(QUERY, "jwt");
        assertThat(count(TrafficFigure.DATAGRAMS_SENT)).isBetween(4L, 12L);
        assertThat(count(TrafficFigure.BYTES_SENT)).isBetween(300L, 3000L);
        assertThat(count(TrafficFigure.BYTES_RECEIVED)).isBetween(500L, 3000L);
        assertThat(count(TrafficFigure.DATAGRAMS_LOST)).isZero();
    }

    @Test
    void trustsTheGivenRootAlone() throws IOException {
        RootCertificates other = RootCertificates.of(List.of(TestPem.certificate(TestPem.key(), "localhost")));
        try (CoapTransport mistrusting =
                new CoapTransport(service.url(), other, QUICK, NetworkFaults.NONE, InstantSource.system())) {
            assertThat(faultOf(
                            mistrusting.connect(new DeviceUuid(new UUID(1, 2))).fetch(QUERY, "jwt")))
                    .isEqualTo(LinkFault.UNTRUSTED_CERTIFICATE);
        }
    }

    @Test
    void checksTheHostName() {
        URI byAddress = URI.create(service.url().toString().replace("localhost", "127.0.0.1"));
        transport.close();
        transport = transport(byAddress, NetworkFaults.NONE);
        assertThat(faultOf(connection().fetch(QUERY, "jwt"))).isEqualTo(LinkFault.WRONG_HOST_NAME);
        assertThat(service.seen).isEmpty();
    }

    @Test
    void noticesThatNobodyListens() {
        service.stop();
        assertThat(faultOf(device.fetch(QUERY, "jwt"))).isEqualTo(LinkFault.CONNECTION_REFUSED);
    }

    @Test
    void saysHowToWriteAnAddress() {
        assertThatThrownBy(() -> transport(URI.create("https://localhost:5684"), NetworkFaults.NONE))
                .hasMessage("https://localhost:5684 is no CoAP address: write coaps://HOST:PORT, for example"
                        + " coaps://localhost:5684");
        assertThatThrownBy(() -> transport(URI.create("coaps://localhost/v1"), NetworkFaults.NONE))
                .hasMessageContaining("leave it out");
    }
}
