package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.FakeClock;
import java.time.Duration;
import java.util.Random;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.junit.jupiter.api.Test;

/** Which messages are known to be repeated, and how many are remembered for that (RFC 7252, 4.5). */
class RepeatedMessagesTest {
    private static final int MOST_OF_A_PEER = 3;
    private static final int MOST = 20;
    private static final int MOST_BYTES = 40_000;
    private static final Duration LIFETIME = Duration.ofSeconds(247);

    private final FakeClock clock = new FakeClock();
    private final RepeatedMessages messages = new RepeatedMessages(MOST_OF_A_PEER, MOST, MOST_BYTES, LIFETIME, clock);

    private static Exchange exchange(String peer) {
        return new Exchange(Request.newGet(), peer, Exchange.Origin.REMOTE, Runnable::run);
    }

    private Exchange came(int mid, String peer) {
        Exchange exchange = exchange(peer);
        Exchange before = messages.findPrevious(new KeyMID(mid, peer), exchange);
        return before == null ? exchange : before;
    }

    @Test
    void knowsAMessageAgainUntilItsLifeIsOver() {
        Exchange first = came(1, "a");
        clock.advance(LIFETIME.minusMillis(1));
        assertThat(came(1, "a")).isSameAs(first);
        assertThat(messages.find(new KeyMID(1, "a"))).isSameAs(first);
        clock.advance(Duration.ofMillis(1));
        assertThat(came(1, "a")).isNotSameAs(first);
    }

    @Test
    void tellsPeersAndMessagesApart() {
        Exchange first = came(1, "a");
        assertThat(came(1, "b")).isNotSameAs(first);
        assertThat(came(2, "a")).isNotSameAs(first);
        assertThat(came(1, "a")).isSameAs(first);
    }

    @Test
    void remembersTheLatestOfEachPeer() {
        Exchange first = came(1, "a");
        Exchange second = came(2, "a");
        came(3, "a");
        came(4, "a");
        assertThat(came(2, "a")).isSameAs(second);
        assertThat(came(1, "a")).isNotSameAs(first);
    }

    @Test
    void replacesOnlyWhatItIsSaidToBe() {
        Exchange first = came(1, "a");
        Exchange other = exchange("a");
        KeyMID key = new KeyMID(1, "a");
        assertThat(messages.replacePrevious(key, other, other)).isFalse();
        assertThat(messages.replacePrevious(key, first, other)).isTrue();
        assertThat(messages.find(key)).isSameAs(other);
    }

    private void cameWith(int bytes, int mid, String peer) {
        Exchange exchange = exchange(peer);
        exchange.getRequest().setBytes(new byte[bytes]);
        messages.findPrevious(new KeyMID(mid, peer), exchange);
    }

    @Test
    void remembersFewerWhereTheyAreLong() {
        for (int i = 0; i < MOST; i++) {
            cameWith(15_000, 1, "peer" + i);
        }
        assertThat(messages.size()).isEqualTo(2);
        assertThat(messages.find(new KeyMID(1, "peer" + (MOST - 1)))).isNotNull();
        assertThat(messages.find(new KeyMID(1, "peer" + (MOST - 3)))).isNull();
        clock.advance(LIFETIME);
        cameWith(0, 1, "another");
        assertThat(messages.size()).isEqualTo(1);
        assertThat(messages.heldBytes()).isZero();
    }

    @Test
    void remembersNoMoreThanItsLimitWhateverComes() {
        Random random = new Random(9);
        for (int i = 0; i < 50_000; i++) {
            cameWith(random.nextInt(16_000), random.nextInt(100), "peer" + random.nextInt(1_000));
            assertThat(messages.size()).isBetween(1, MOST);
            assertThat(messages.heldBytes()).isBetween(0, MOST_BYTES);
        }
        messages.stop();
        assertThat(messages.isEmpty()).isTrue();
        assertThat(messages.heldBytes()).isZero();
    }
}
