package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.SeededIds;
import io.latebind.server.cryptography.NativeCryptography;
import io.latebind.server.http.TestCertificate;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session never gets another's answer, whatever becomes of addresses and sessions. */
class CoapIsolationTest {
    private static final int CLIENTS = 8;
    private static final int STEPS = 60;

    private final Map<SessionKey, String> markers = new ConcurrentHashMap<>();
    /** Ports that somebody has left, for others to take. */
    private final Queue<Integer> left = new ConcurrentLinkedQueue<>();

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private TestCertificate certificate;
    private CoapListener listener;

    @BeforeAll
    static void theNativeProviderIsInFront() {
        assertThat(NativeCryptography.prefer().reason()).isEmpty();
    }

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.make("localhost");
        listener = CoapListener.start(
                new CoapListenerConfig(
                        "--device-coap-listen", "127.0.0.1", 0, CoapLimits.forDevices(), CoapObserver.NONE),
                new DtlsIdentity(certificate.key(), List.of(certificate.certificate())),
                List.of(
                        new CoapRoute(CoapMethod.POST, "p/bind", call -> {
                            markers.put(call.session(), text(call.payload()));
                            return CoapAnswer.empty(CoapStatus.CREATED);
                        }),
                        new CoapRoute(CoapMethod.GET, "p/mine", call -> marked(call, 1)),
                        new CoapRoute(CoapMethod.GET, "p/large", call -> marked(call, 700)),
                        new CoapRoute(CoapMethod.POST, "p/echo", call -> answer(text(call.payload()))),
                        new CoapRoute(CoapMethod.GET, "p/late", call -> {
                            calls.incrementAndGet();
                            entered.countDown();
                            await(release);
                            return marked(call, 1);
                        })),
                new byte[0],
                new SeededIds(3),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        release.countDown();
        listener.drain(Duration.ofSeconds(5));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CoapAnswer marked(CoapCall call, int times) {
        return Optional.ofNullable(markers.get(call.session()))
                .map(marker -> answer(marker.repeat(times)))
                .orElseGet(() -> CoapAnswer.empty(CoapStatus.UNAUTHORIZED));
    }

    private static CoapAnswer answer(String text) {
        return CoapAnswer.cbor(CoapStatus.CONTENT, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.US_ASCII);
    }

    /** One client with a NAT of its own, and what it must see. */
    private final class Wanderer implements AutoCloseable {
        private final Random random;
        private final String marker;
        private final Nat nat;
        private final TestClient client;
        private boolean bound;

        Wanderer(int number) throws IOException {
            random = new Random(number);
            marker = "<client-" + number + ">";
            nat = new Nat(listener.address());
            client = new TestClient(certificate.certificate(), nat.address());
        }

        private byte[] bytes(int times) {
            return marker.repeat(times).getBytes(StandardCharsets.US_ASCII);
        }

        void bind() throws InterruptedException {
            assertThat(client.answer(client.post("p/bind", bytes(1))).getCode()).isEqualTo(ResponseCode.CREATED);
            bound = true;
        }

        private void see(String path, int times) throws InterruptedException {
            Response answer = client.answer(client.get(path));
            if (bound) {
                assertThat(answer.getPayloadString()).isEqualTo(marker.repeat(times));
            } else {
                assertThat(answer.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
            }
        }

        private void move() throws IOException {
            Optional<Integer> port = Optional.ofNullable(left.poll());
            try {
                left.add(nat.rebind(port.orElse(0)));
            } catch (BindException takenByAnother) {
                left.add(nat.rebind(0));
            }
        }

        private void step() throws IOException, InterruptedException {
            switch (random.nextInt(10)) {
                case 0, 1 -> move();
                case 2 -> client.connector.forceResumeAllSessions();
                case 3 -> {
                    client.connector.clearConnectionState();
                    bound = false;
                }
                case 4 -> bind();
                case 5, 6 -> see("p/large", 700);
                case 7 -> {
                    int times = 1 + random.nextInt(300);
                    assertThat(client.answer(client.post("p/echo", bytes(times)))
                                    .getPayloadString())
                            .isEqualTo(marker.repeat(times));
                }
                default -> see("p/mine", 1);
            }
        }

        @Override
        public void close() {
            client.close();
            nat.close();
        }
    }

    @Test
    void eachSeesItsOwnAlthoughAddressesAndSessionsChange() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> wandering = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                wandering.add(threads.submit(() -> {
                    try (Wanderer wanderer = new Wanderer(number)) {
                        for (int step = 0; step < STEPS; step++) {
                            wanderer.step();
                        }
                    }
                    return true;
                }));
            }
            for (Future<?> each : wandering) {
                each.get();
            }
        }
    }

    private static Request late(Wanderer wanderer) {
        Request request = wanderer.client.get("p/late");
        request.setMID(4711);
        request.setToken(new byte[] {1, 2, 3});
        return request;
    }

    @Test
    void aLateAnswerDoesNotReachWhoHasTheAddressNow() throws Exception {
        try (Wanderer late = new Wanderer(1);
                Wanderer other = new Wanderer(2)) {
            late.bind();
            other.bind();
            Request request = late(late);
            CountDownLatch acknowledged = new CountDownLatch(1);
            request.addMessageObserver(new MessageObserverAdapter() {
                @Override
                public void onAcknowledgement() {
                    acknowledged.countDown();
                }
            });
            late.client.send(request);
            entered.await();
            acknowledged.await();
            other.nat.rebind(late.nat.rebind(0));
            other.see("p/mine", 1);
            release.countDown();
            other.see("p/large", 700);
            assertThat(request.waitForResponse(1_000)).isNull();
            request.cancel();
            assertThat(late.client.answer(late(late)).getPayloadString())
                    .as("the same message from where it is now")
                    .isEqualTo(late.marker);
            assertThat(calls).hasValue(1);
        }
    }
}
