package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.Await;
import io.latebind.server.SeededIds;
import io.latebind.server.cryptography.NativeCryptography;
import io.latebind.server.http.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams and messages that are nearly right never end the listener, nor another's session. */
class DamagedDatagramsTest {
    private static final int STRANGERS = 20;
    private static final int DATAGRAMS = 500;
    private static final int MESSAGES = 5_000;

    /** As a device sends them, after the hello: key exchange, change of the cipher, its end, an alert, data with and without an id. */
    private static final List<byte[]> RECORDS = List.of(
            hex("16fefd000000000000000200" + "10" + "1000000400020000000000" + "0404010203"),
            hex("14fefd000000000000000300" + "01" + "01"),
            hex("16fefd000100000000000000" + "28" + "00".repeat(40)),
            hex("15fefd000000000000000400" + "02" + "0228"),
            hex("17fefd000100000000000100" + "20" + "00".repeat(32)),
            hex("19fefd0001000000000002" + "010203040506" + "0020" + "00".repeat(32)));

    /** GET p/session, GET p/large by block, POST p/length in blocks, an acknowledgement, a reset, a ping, an answer. */
    private static final List<byte[]> COAP = List.of(
            hex("44010001aabbccddb1700773657373696f6e"),
            hex("44010002aabbccddb170056c61726765c10d"),
            hex("44020003aabbccddb170066c656e677468d10318ff" + "41".repeat(16)),
            hex("60000004"),
            hex("70000005"),
            hex("40000006"),
            hex("64450007aabbccddff4142"));

    private final AtomicInteger handled = new AtomicInteger();
    private TestCertificate certificate;
    private CoapListener listener;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

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
                        new CoapRoute(CoapMethod.GET, "p/session", call -> {
                            handled.incrementAndGet();
                            return CoapAnswer.cbor(
                                    CoapStatus.CONTENT, hex(call.session().id()));
                        }),
                        new CoapRoute(
                                CoapMethod.GET, "p/large", _ -> CoapAnswer.cbor(CoapStatus.CONTENT, new byte[30_000])),
                        new CoapRoute(
                                CoapMethod.POST,
                                "p/length",
                                call -> CoapAnswer.cbor(CoapStatus.CHANGED, call.payload()))),
                new byte[0],
                new SeededIds(1),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        listener.drain(Duration.ofSeconds(5));
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] changed = Arrays.copyOf(whole, whole.length);
        for (int i = random.nextInt(4); i > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(changed, 1 + random.nextInt(changed.length));
            case 1 -> Arrays.copyOf(changed, changed.length + random.nextInt(300));
            case 2 -> changed;
            default -> {
                ByteArrayOutputStream spliced = new ByteArrayOutputStream();
                int at = random.nextInt(changed.length);
                spliced.write(changed, 0, at);
                byte[] put = new byte[random.nextInt(20)];
                random.nextBytes(put);
                spliced.writeBytes(put);
                spliced.write(changed, at, changed.length - at);
                yield spliced.toByteArray();
            }
        };
    }

    private static byte[] session(TestClient client) {
        try {
            return client.answer(client.get("p/session")).getPayload();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void recordsOfStrangersEndNothing(int seed) throws Exception {
        Random random = new Random(seed);
        try (TestClient device = new TestClient(certificate.certificate(), listener.address())) {
            byte[] before = session(device);
            for (int i = 0; i < STRANGERS; i++) {
                try (RawHello stranger = new RawHello("127.0.0.2", listener.address())) {
                    assertThat(stranger.half()).contains(RawHello.SERVER_HELLO);
                    sendDamaged(stranger, random);
                }
            }
            assertThat(session(device)).isEqualTo(before);
            try (TestClient next = new TestClient(certificate.certificate(), listener.address())) {
                assertThat(session(next)).isNotEqualTo(before);
            }
        }
    }

    private static void sendDamaged(RawHello stranger, Random random) throws IOException {
        byte[] hello = stranger.hello(0, new byte[32], new byte[32]);
        for (int i = 0; i < DATAGRAMS; i++) {
            int which = random.nextInt(RECORDS.size() + 1);
            byte[] first = damaged(which == 0 ? hello : RECORDS.get(which - 1), random);
            byte[] second =
                    random.nextInt(3) > 0 ? new byte[0] : damaged(RECORDS.get(random.nextInt(RECORDS.size())), random);
            stranger.send(ByteBuffer.allocate(first.length + second.length)
                    .put(first)
                    .put(second)
                    .array());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void messagesOfADeviceEndNothing(int seed) throws Exception {
        Random random = new Random(seed);
        try (TestClient odd = new TestClient(certificate.certificate(), listener.address());
                TestClient other = new TestClient(certificate.certificate(), listener.address())) {
            byte[] before = session(other);
            byte[] own = session(odd);
            for (int i = 0; i < MESSAGES; i++) {
                byte[] message = damaged(COAP.get(random.nextInt(COAP.size())), random);
                if (message.length > 3 && random.nextInt(2) == 0) {
                    // a message id that is new
                    message[2] = (byte) (i >> 8);
                    message[3] = (byte) i;
                }
                odd.connector.send(
                        RawData.outbound(message, new AddressEndpointContext(listener.address()), null, false));
            }
            assertThat(session(other)).isEqualTo(before);
            Await.until("its own requests are through", () -> Arrays.equals(session(odd), own));
            assertThat(handled.get()).as("some were right").isGreaterThan(4);
        }
    }
}
