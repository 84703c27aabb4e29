package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.Await;
import io.latebind.server.FakeClock;
import io.latebind.server.SeededIds;
import io.latebind.server.cryptography.NativeCryptography;
import io.latebind.server.http.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.InMemoryMessageIdProvider;
import org.eclipse.californium.core.network.MessageIdProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a listener takes before it refuses or forgets, with limits that a test can reach; and what strangers cannot take from others. */
class CoapLimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SESSIONS = 6;
    private static final int HANDSHAKES = 4;
    private static final int REQUESTS = 2;
    private static final Duration WAITS_FOR = Duration.ofSeconds(10);
    /** What no handshake of a guest takes, however slow the machine is. */
    private static final int SILENCE_MILLIS = 4_000;

    private static final String STRANGER = "127.0.0.2";

    private final FakeClock clock = new FakeClock();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(REQUESTS);
    private final AtomicInteger handled = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestCertificate certificate;
    private CoapListener listener;

    @BeforeAll
    static void theNativeProviderIsInFront() {
        assertThat(NativeCryptography.prefer().reason()).isEmpty();
    }

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.make("localhost");
        listener = started(Duration.ofHours(1));
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
        listener.drain(PATIENCE);
    }

    private CoapListener started(Duration staleAfter) {
        CoapLimits limits = new CoapLimits(
                SESSIONS,
                staleAfter,
                HANDSHAKES,
                new CoapLimits.Requests(REQUESTS, REQUESTS, 1, 1024, WAITS_FOR),
                12,
                100,
                new CoapLimits.Blocks(16_384, 65_536, 65_536, Duration.ofMinutes(5)),
                1_000);
        return CoapListener.start(
                new CoapListenerConfig("--device-coap-listen", "127.0.0.1", 0, limits, CoapObserver.NONE),
                identity(certificate),
                List.of(
                        new CoapRoute(
                                CoapMethod.GET,
                                "p/session",
                                call -> text(call.session().id())),
                        new CoapRoute(CoapMethod.GET, "p/large", _ -> {
                            handled.incrementAndGet();
                            return text("x".repeat(2_000));
                        }),
                        new CoapRoute(CoapMethod.POST, "p/length", call -> {
                            handled.incrementAndGet();
                            return text(Integer.toString(call.payload().length));
                        }),
                        new CoapRoute(CoapMethod.GET, "p/slow", _ -> slow())),
                new byte[0],
                new SeededIds(1),
                clock);
    }

    private CoapAnswer slow() {
        entered.countDown();
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return text("at last");
    }

    private static CoapAnswer text(String text) {
        return CoapAnswer.cbor(CoapStatus.CONTENT, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static DtlsIdentity identity(TestCertificate of) {
        return new DtlsIdentity(of.key(), List.of(of.certificate()));
    }

    private TestClient client() throws IOException {
        return closed(new TestClient(certificate.certificate(), listener.address()));
    }

    private <T extends AutoCloseable> T closed(T later) {
        open.add(later);
        return later;
    }

    private RawHello stranger() throws IOException {
        return closed(new RawHello(STRANGER, listener.address()));
    }

    private static String session(TestClient client) throws InterruptedException {
        return client.answer(client.get("p/session")).getPayloadString();
    }

    private static boolean isAnswered(TestClient client, int withinMillis) throws InterruptedException {
        Request request = client.get("p/session");
        client.send(request);
        return request.waitForResponse(withinMillis) != null;
    }

    @Test
    void takesNoMoreSessionsThanItsLimitWhileNoneIsStale() throws Exception {
        List<String> sessions = new ArrayList<>();
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            clients.add(client());
            sessions.add(session(clients.getLast()));
        }
        assertThat(isAnswered(client(), SILENCE_MILLIS)).isFalse();
        assertThat(listener.sessions()).isEqualTo(SESSIONS);
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(session(clients.get(i))).isEqualTo(sessions.get(i));
        }
    }

    @Test
    void theSessionThatWasQuietForLongestGivesWayOnceItIsStale() throws Exception {
        listener.drain(PATIENCE);
        listener = started(Duration.ofSeconds(1));
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            clients.add(client());
            session(clients.getLast());
        }
        String second = session(clients.get(1));
        String third = session(clients.get(2));
        // its first flights may be dropped; it repeats them until the first session is stale
        session(client());
        assertThat(listener.sessions()).isEqualTo(SESSIONS);
        assertThat(session(clients.get(2))).isEqualTo(third);
        assertThat(session(clients.get(1))).isEqualTo(second);
        assertThat(isAnswered(clients.getFirst(), SILENCE_MILLIS)).isFalse();
    }

    @Test
    void aHelloWithoutCookieGetsAVerifyRequestAndLeavesNoState() throws Exception {
        RawHello stranger = stranger();
        for (int i = 0; i < 20; i++) {
            stranger.sendHello(i, new byte[0], new byte[0]);
            assertThat(stranger.answer()).contains(RawHello.HELLO_VERIFY_REQUEST);
        }
        assertThat(listener.sessions()).isZero();
        assertThat(listener.handshakesUnderWay()).isZero();
    }

    @Test
    void aHelloWithAMadeUpCookieGetsAVerifyRequestAndLeavesNoState() throws Exception {
        RawHello stranger = stranger();
        stranger.sendHello(0, new byte[0], new byte[32]);
        assertThat(stranger.answer()).contains(RawHello.HELLO_VERIFY_REQUEST);
        assertThat(listener.sessions()).isZero();
    }

    @Test
    void aResumptionWithoutCookieGetsAVerifyRequestToo() throws Exception {
        byte[] known = HexFormat.of().parseHex(session(client()));
        RawHello stranger = stranger();
        stranger.sendHello(0, known, new byte[0]);
        assertThat(stranger.answer()).contains(RawHello.HELLO_VERIFY_REQUEST);
        assertThat(listener.handshakesUnderWay()).isZero();
        assertThat(listener.sessions()).isEqualTo(1);
    }

    @Test
    void oneAddressHasOnlySoManyHandshakesUnderWayAndAnotherIsServed() throws Exception {
        for (int i = 0; i < HANDSHAKES; i++) {
            assertThat(stranger().half()).contains(RawHello.SERVER_HELLO);
        }
        assertThat(listener.handshakesUnderWay()).isEqualTo(HANDSHAKES);
        assertThat(stranger().half()).as("one too many").isEmpty();
        assertThat(listener.handshakesUnderWay()).isEqualTo(HANDSHAKES);
        assertThat(session(client())).isNotEmpty();
        assertThat(listener.handshakesUnderWay()).as("one that ended is over").isEqualTo(HANDSHAKES);
    }

    @Test
    void handshakesThatFailAtOnceAreOver() throws Exception {
        for (int i = 0; i < HANDSHAKES + 2; i++) {
            RawHello wrongSuites = closed(new RawHello(STRANGER, listener.address(), "c013002f"));
            assertThat(wrongSuites.half()).contains(RawHello.FATAL_ALERT);
        }
        // the alert is on its way before the handshake is told to be over
        Await.until("no handshake is under way", () -> listener.handshakesUnderWay() == 0);
        Await.until("there is no session", () -> listener.sessions() == 0);
    }

    @Test
    void handshakesWhoseEndNobodyToldDoNotCountForEver() throws Exception {
        for (int i = 0; i < HANDSHAKES; i++) {
            assertThat(stranger().half()).contains(RawHello.SERVER_HELLO);
        }
        clock.advance(Duration.ofMinutes(4));
        assertThat(stranger().half()).contains(RawHello.SERVER_HELLO);
    }

    @Test
    void junkCostsNothingAndTheNextDeviceIsServed() throws Exception {
        Random random = new Random(7);
        RawHello stranger = stranger();
        for (int i = 0; i < 20_000; i++) {
            byte[] junk = new byte[1 + random.nextInt(200)];
            random.nextBytes(junk);
            if (i % 2 == 0) {
                // looks like a record of a handshake, a session or an alert
                junk[0] = (byte) (20 + random.nextInt(6));
            }
            stranger.send(junk);
        }
        assertThat(session(client())).isNotEmpty();
        assertThat(listener.sessions()).isEqualTo(1);
        assertThat(listener.handshakesUnderWay()).isZero();
    }

    @Test
    void aRequestBeyondTheLimitWaitsAndOneMoreIsToldWhenToComeAgain() throws Exception {
        List<Request> slow = occupied();
        Request waiting = waiting(client());
        TestClient other = client();
        assertComeAgain(other.answer(other.get("p/session")));

        release.countDown();
        for (Request request : slow) {
            assertThat(request.waitForResponse(PATIENCE.toMillis())).isNotNull();
        }
        Response response = waiting.waitForResponse(PATIENCE.toMillis());
        assertThat(response.getPayloadString()).isNotEmpty();
        assertThat(response.getType())
                .as("an acknowledgement starts a client's clock")
                .isEqualTo(CoAP.Type.ACK);
        assertThat(session(other)).isNotEmpty();
    }

    @Test
    void aRequestThatWaitsInVainIsToldWhenToComeAgain() throws Exception {
        occupied();
        Request waiting = waiting(client());
        clock.advance(WAITS_FOR);
        assertComeAgain(waiting.waitForResponse(PATIENCE.toMillis()));
    }

    @Test
    void aRequestThatWaitsWhenTheServiceStopsIsToldWhenToComeAgain() throws Exception {
        occupied();
        Request waiting = waiting(client());
        Thread stopping = Thread.ofVirtual().start(() -> listener.drain(PATIENCE));
        assertComeAgain(waiting.waitForResponse(PATIENCE.toMillis()));
        release.countDown();
        stopping.join();
    }

    private List<Request> occupied() throws Exception {
        TestClient busy = client();
        List<Request> slow = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            slow.add(busy.get("p/slow"));
            busy.send(slow.getLast());
        }
        entered.await();
        return slow;
    }

    private Request waiting(TestClient client) {
        Request waiting = client.get("p/session");
        client.send(waiting);
        Await.until("it waits", () -> listener.requestsWaiting() == 1);
        return waiting;
    }

    private static void assertComeAgain(Response refused) {
        assertThat(refused.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        assertThat(refused.getOptions().getMaxAge()).isEqualTo(10);
    }

    @Test
    void separateAnswersHaveMessageIdsForMoreAddressesThanThereAreSessions() throws Exception {
        CoapLimits limits = CoapLimits.forDevices();
        MessageIdProvider ids = new InMemoryMessageIdProvider(CoapSettings.of(limits));
        for (int i = 0; i < 2 * limits.sessions(); i++) {
            InetSocketAddress from = new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}), 5684);
            ids.getNextMessageId(from);
        }
    }

    @Test
    void aBlockAskedFiveMinutesLaterIsNotKeptAnyMore() throws Exception {
        TestClient client = closed(TestClient.blockByBlock(certificate.certificate(), listener.address()));
        assertThat(client.answer(block(client, 0)).getCode()).isEqualTo(ResponseCode.CONTENT);
        clock.advance(Duration.ofMinutes(4));
        assertThat(client.answer(block(client, 1)).getCode()).isEqualTo(ResponseCode.CONTENT);
        clock.advance(Duration.ofMinutes(5));
        assertThat(client.answer(block(client, 2)).getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_INCOMPLETE);
        assertThat(handled).hasValue(1);
    }

    private static Request block(TestClient client, int number) {
        Request request = client.get("p/large");
        request.getOptions().setBlock2(5, false, number);
        return request;
    }

    @Test
    void uploadsThatNeverEndTakeNothingFromOthers() throws Exception {
        TestClient hoarder = closed(TestClient.blockByBlock(certificate.certificate(), listener.address()));
        for (int i = 0; i < 300; i++) {
            Request begun = hoarder.post("p/length", new byte[512]);
            begun.getOptions().setBlock1(5, true, 0).addUriQuery("n=" + i);
            assertThat(hoarder.answer(begun).getCode()).isEqualTo(ResponseCode.CONTINUE);
        }
        assertThat(handled).hasValue(0);
        TestClient other = client();
        assertThat(other.answer(other.post("p/length", new byte[16_384])).getPayloadString())
                .isEqualTo("16384");
    }

    @Test
    void refusesAnUploadThatIsTooLargeAtOnceWhenItIsAnnounced() throws Exception {
        TestClient client = closed(TestClient.blockByBlock(certificate.certificate(), listener.address()));
        Request begun = client.post("p/length", new byte[512]);
        begun.getOptions().setBlock1(5, true, 0).setSize1(16_385);
        assertThat(client.answer(begun).getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        assertThat(handled).hasValue(0);
    }

    @Test
    void oldSessionsGoOnWhenTheCertificateIsRenewedAndNewOnesSeeIt() throws Exception {
        TestClient old = client();
        String before = session(old);
        TestCertificate renewed = TestCertificate.make("localhost");
        listener.renew(identity(renewed));
        assertThat(session(old)).isEqualTo(before);
        assertThat(session(closed(new TestClient(renewed.certificate(), listener.address()))))
                .isNotEqualTo(before);
        assertThat(isAnswered(client(), SILENCE_MILLIS))
                .as("trusts the old one alone")
                .isFalse();
        old.connector.forceResumeAllSessions();
        assertThat(session(old)).as("resumed").isEqualTo(before);
    }
}
