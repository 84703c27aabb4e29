package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.Await;
import io.latebind.server.SeededIds;
import io.latebind.server.cryptography.NativeCryptography;
import io.latebind.server.http.TestCertificate;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DTLS sessions, connection ids, blocks, repeated messages, separate answers and a restart. */
class CoapListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger handled = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private TestCertificate certificate;
    private CoapListener listener;

    @BeforeAll
    static void theNativeProviderIsInFront() {
        assertThat(NativeCryptography.prefer().reason()).isEmpty();
    }

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.make("localhost");
        listener = started("127.0.0.1", 0, new byte[0]);
    }

    @AfterEach
    void stop() {
        release.countDown();
        listener.drain(PATIENCE);
    }

    private CoapListener started(String host, int port, byte[] sessions) {
        return CoapListener.start(
                new CoapListenerConfig("--device-coap-listen", host, port, CoapLimits.forDevices(), CoapObserver.NONE),
                new DtlsIdentity(certificate.key(), List.of(certificate.certificate())),
                List.of(
                        new CoapRoute(
                                CoapMethod.GET,
                                "p/session",
                                call -> text(call.session().id())),
                        new CoapRoute(
                                CoapMethod.GET, "p/count", _ -> text(Integer.toString(handled.incrementAndGet()))),
                        new CoapRoute(CoapMethod.GET, "p/large", _ -> {
                            handled.incrementAndGet();
                            return CoapAnswer.cbor(CoapStatus.CONTENT, large());
                        }),
                        new CoapRoute(
                                CoapMethod.POST, "p/length", call -> text(Integer.toString(call.payload().length))),
                        new CoapRoute(CoapMethod.GET, "p/slow", _ -> slow()),
                        new CoapRoute(CoapMethod.GET, "p/bug", _ -> {
                            throw new IllegalStateException("secret words of the bug");
                        })),
                sessions,
                new SeededIds(port + 1L),
                InstantSource.system());
    }

    private CoapAnswer slow() {
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

    private static byte[] large() {
        byte[] body = new byte[5000];
        new Random(1).nextBytes(body);
        return body;
    }

    private TestClient client(InetSocketAddress server) throws IOException {
        return new TestClient(certificate.certificate(), server);
    }

    /** The trap: with the native provider's own HMACs every one of these handshakes fails. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
            })
    void speaksEverySuiteOfTheModems(CipherSuite suite) throws Exception {
        try (TestClient client = new TestClient(certificate.certificate(), listener.address(), List.of(suite))) {
            assertThat(client.answer(client.get("p/count")).getPayloadString()).isEqualTo("1");
        }
    }

    @Test
    void keepsASessionWhoseAddressChanges() throws Exception {
        try (Nat nat = new Nat(listener.address());
                TestClient client = client(nat.address())) {
            String before = client.answer(client.get("p/session")).getPayloadString();
            nat.rebind();
            assertThat(client.answer(client.get("p/session")).getPayloadString())
                    .isEqualTo(before);
        }
    }

    @Test
    void tellsSessionsApart() throws Exception {
        try (TestClient one = client(listener.address());
                TestClient other = client(listener.address())) {
            assertThat(one.answer(one.get("p/session")).getPayloadString())
                    .isNotEqualTo(other.answer(other.get("p/session")).getPayloadString());
        }
    }

    @Test
    void answersARepeatedMessageAsBeforeAlsoFromAnotherAddress() throws Exception {
        try (Nat nat = new Nat(listener.address());
                TestClient client = client(nat.address())) {
            Request first = client.get("p/count");
            first.setMID(4711);
            assertThat(client.answer(first).getPayloadString()).isEqualTo("1");
            nat.rebind();
            Request again = client.get("p/count");
            again.setMID(4711);
            again.setToken(first.getToken());
            assertThat(client.answer(again).getPayloadString()).isEqualTo("1");
            Request another = client.get("p/count");
            another.setMID(4712);
            assertThat(client.answer(another).getPayloadString()).isEqualTo("2");
        }
    }

    @Test
    void sendsABodyInBlocksFromOneCall() throws Exception {
        try (TestClient client = client(listener.address())) {
            Response whole = client.answer(client.get("p/large"));
            assertThat(whole.getPayload()).isEqualTo(large());
            assertThat(whole.getOptions().getContentFormat()).isEqualTo(60);
            assertThat(whole.getOptions().getETagCount()).isEqualTo(1);
            assertThat(handled).hasValue(1);
        }
    }

    @Test
    void takesTheBlockSizeThatTheClientAsksFor() throws Exception {
        try (TestClient client = client(listener.address())) {
            Request request = client.get("p/large");
            request.getOptions().setBlock2(2, false, 0);
            assertThat(client.answer(request).getPayload()).isEqualTo(large());
            assertThat(handled).hasValue(1);
        }
    }

    @Test
    void refusesALaterBlockOfABodyThatIsNotKept() throws Exception {
        try (TestClient client = client(listener.address())) {
            Request request = client.get("p/large");
            request.getOptions().setBlock2(5, false, 3);
            assertThat(client.answer(request).getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_INCOMPLETE);
            assertThat(handled).hasValue(0);
        }
    }

    @Test
    void refusesARequestInBlocksThatAsksForALaterBlockOfItsAnswer() throws Exception {
        try (TestClient client = TestClient.blockByBlock(certificate.certificate(), listener.address())) {
            Request request = client.get("p/large");
            request.getOptions().setBlock1(5, false, 0).setBlock2(5, false, 200);
            assertThat(client.answer(request).getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
            assertThat(handled).hasValue(0);
        }
    }

    @Test
    void putsBlocksOfARequestTogetherAndRefusesTooMany() throws Exception {
        try (TestClient client = client(listener.address())) {
            assertThat(client.answer(client.post("p/length", new byte[16_384])).getPayloadString())
                    .isEqualTo("16384");
            assertThat(client.answer(client.post("p/length", new byte[70_000])).getCode())
                    .isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        }
    }

    @Test
    void acknowledgesFirstWhenTheAnswerTakesLong() throws Exception {
        try (TestClient client = client(listener.address())) {
            Request request = acknowledgedSlowRequest(client);
            release.countDown();
            Response response = request.waitForResponse(PATIENCE.toMillis());
            assertThat(response.getPayloadString()).isEqualTo("at last");
            assertThat(response.getType()).isEqualTo(CoAP.Type.CON);
        }
    }

    @Test
    void aSessionHasFewRequestsUnderWaySoThatOthersAreServed() throws Exception {
        try (TestClient greedy = client(listener.address());
                TestClient other = client(listener.address())) {
            List<Request> slow = new ArrayList<>();
            for (int i = 0; i < CoapLimits.forDevices().requests().ofASession(); i++) {
                slow.add(acknowledgedSlowRequest(greedy));
            }
            assertThat(greedy.answer(greedy.get("p/count")).getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
            assertThat(other.answer(other.get("p/count")).getPayloadString()).isEqualTo("1");
            release.countDown();
            for (Request request : slow) {
                assertThat(request.waitForResponse(PATIENCE.toMillis())).isNotNull();
            }
            assertThat(greedy.answer(greedy.get("p/count")).getPayloadString()).isEqualTo("2");
        }
    }

    @Test
    void answersWhatItDoesNotKnowAndWhatFailsInItsOwnWords() throws Exception {
        try (TestClient client = client(listener.address())) {
            assertThat(client.answer(client.get("p/nothing")).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
            assertThat(client.answer(client.post("p/count", new byte[1])).getCode())
                    .isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
            Response bug = client.answer(client.get("p/bug"));
            assertThat(bug.getCode()).isEqualTo(ResponseCode.INTERNAL_SERVER_ERROR);
            assertThat(bug.getPayloadSize()).isZero();
        }
    }

    @Test
    void sessionsGoOnAfterARestart() throws Exception {
        try (TestClient client = client(listener.address())) {
            String before = client.answer(client.get("p/session")).getPayloadString();
            int port = listener.address().getPort();
            byte[] sessions = listener.drain(PATIENCE);
            listener = started("127.0.0.1", port, sessions);
            assertThat(client.answer(client.get("p/session")).getPayloadString())
                    .isEqualTo(before);
        }
    }

    @Test
    void newHandshakesSeeTheRenewedCertificate() throws Exception {
        TestCertificate renewed = TestCertificate.make("localhost");
        listener.renew(new DtlsIdentity(renewed.key(), List.of(renewed.certificate())));
        try (TestClient client = new TestClient(renewed.certificate(), listener.address())) {
            assertThat(client.answer(client.get("p/count")).getCode()).isEqualTo(ResponseCode.CONTENT);
        }
    }

    @Test
    void refusesAPortThatIsInUse() {
        assertThatThrownBy(() -> started("127.0.0.1", listener.address().getPort(), new byte[0]))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("in use");
    }

    @Test
    void sendsASeparateAnswerToTheAddressThatTheSessionHasByThen() throws Exception {
        try (Nat nat = new Nat(listener.address());
                TestClient client = client(nat.address())) {
            Request request = acknowledgedSlowRequest(client);
            nat.rebind();
            client.answer(client.get("p/count"));
            release.countDown();
            Response response = request.waitForResponse(PATIENCE.toMillis());
            assertThat(response).isNotNull();
            assertThat(response.getPayloadString()).isEqualTo("at last");
        }
    }

    @Test
    void sendsASeparateAnswerAgainBeforeThePortCloses() throws Exception {
        try (Nat nat = new Nat(listener.address());
                TestClient client = client(nat.address());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Request request = acknowledgedSlowRequest(client);
            nat.loseAnswers(true);
            Future<byte[]> drained = threads.submit(() -> listener.drain(PATIENCE));
            release.countDown();
            Await.until("an answer is lost", () -> nat.lost() > 0);
            nat.loseAnswers(false);
            Response response = request.waitForResponse(PATIENCE.toMillis());
            assertThat(response).as("the answer, whose first copy was lost").isNotNull();
            assertThat(response.getPayloadString()).isEqualTo("at last");
            drained.get();
        }
    }

    /** The client knows that its answer will follow. */
    private static Request acknowledgedSlowRequest(TestClient client) throws InterruptedException {
        Request request = client.get("p/slow");
        CountDownLatch acknowledged = new CountDownLatch(1);
        request.addMessageObserver(new MessageObserverAdapter() {
            @Override
            public void onAcknowledgement() {
                acknowledged.countDown();
            }
        });
        client.send(request);
        acknowledged.await();
        return request;
    }
}
