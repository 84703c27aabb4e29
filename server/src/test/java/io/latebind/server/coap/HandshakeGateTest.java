package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.FakeClock;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How many handshakes an address, and all of them together, can have under way. */
class HandshakeGateTest {
    private static final int MOST_OF_AN_ADDRESS = 5;
    private static final int MOST = 50;
    /** A handshake record that begins with a ClientHello (RFC 6347, 4.2). */
    private static final byte[] HELLO = new byte[60];

    static {
        HELLO[0] = 22;
        HELLO[13] = 1;
    }

    private final FakeClock clock = new FakeClock();
    private final HandshakeGate gate =
            new HandshakeGate(CoapSettings.of(CoapLimits.forDevices()), MOST_OF_AN_ADDRESS, MOST, clock);

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number});
        } catch (UnknownHostException never) {
            throw new AssertionError(never);
        }
    }

    private boolean takesAHelloOf(InetAddress from) {
        return gate.onReceiving(new DatagramPacket(HELLO, HELLO.length, from, 5684));
    }

    @Test
    void takesNoMoreHellosOfAnAddressThatHasAllItsHandshakesUnderWay() {
        for (int i = 0; i < MOST_OF_AN_ADDRESS; i++) {
            assertThat(takesAHelloOf(address(1))).isTrue();
            gate.begins(address(1), i);
        }
        assertThat(takesAHelloOf(address(1))).isFalse();
        assertThat(takesAHelloOf(address(2))).isTrue();
        gate.ends(3);
        assertThat(takesAHelloOf(address(1))).isTrue();
    }

    @Test
    void forgetsHandshakesOfWhichNobodyToldTheEndWhenAnotherAddressBegins() {
        for (int i = 0; i < 40; i++) {
            gate.begins(address(i), i);
        }
        clock.advance(Duration.ofMinutes(4));
        gate.begins(address(100), 100);
        assertThat(gate.underWay()).isEqualTo(1);
    }

    private record Begun(int handshake, InetAddress from, Instant at) {}

    @Test
    void countsThoseThatAreUnderWayAndNeverMoreThanItsLimit() {
        Random random = new Random(7);
        List<Begun> model = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            InetAddress from = address(random.nextInt(20));
            if (random.nextInt(3) > 0) {
                gate.begins(from, i);
                model.add(new Begun(i, from, clock.instant()));
            } else if (!model.isEmpty()) {
                gate.ends(model.remove(random.nextInt(model.size())).handshake());
            }
            if (random.nextInt(10) == 0) {
                clock.advance(Duration.ofSeconds(random.nextInt(60)));
            }
            boolean takes = takesAHelloOf(from);
            Instant tooLongAgo = clock.instant().minus(Duration.ofMinutes(3));
            model.removeIf(begun -> tooLongAgo.isAfter(begun.at()));
            if (model.size() > MOST) {
                model.removeFirst();
            }
            assertThat(gate.underWay()).isEqualTo(model.size()).isLessThanOrEqualTo(MOST);
            assertThat(takes)
                    .isEqualTo(model.stream()
                                    .filter(begun -> begun.from().equals(from))
                                    .count()
                            < MOST_OF_AN_ADDRESS);
        }
    }
}
