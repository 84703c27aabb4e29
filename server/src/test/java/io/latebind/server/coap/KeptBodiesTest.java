package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.FakeClock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which answers can still be fetched block by block (specification 3.1). */
class KeptBodiesTest {
    private static final int MOST = 50_000;

    private final FakeClock clock = new FakeClock();
    private final KeptBodies bodies = new KeptBodies(MOST, Duration.ofMinutes(5), clock);

    private static SessionKey session(int number) {
        return new SessionKey(Integer.toHexString(number));
    }

    private static AnswerBody body(int bytes) {
        return new AnswerBody(CoapStatus.CONTENT, new byte[bytes], new byte[8], Optional.of(60));
    }

    @Test
    void areKeptFiveMinutesAfterTheLatestBlock() {
        bodies.keep(session(1), "a", body(1_000));
        clock.advance(Duration.ofMinutes(4));
        assertThat(bodies.find(session(1), "a")).isPresent();
        clock.advance(Duration.ofSeconds(299));
        assertThat(bodies.find(session(1), "a")).isPresent();
        clock.advance(Duration.ofMinutes(5));
        assertThat(bodies.find(session(1), "a")).isEmpty();
        assertThat(bodies.held()).isZero();
    }

    @Test
    void areNotKeptLongerByRequestsThatAreNotForThem() {
        bodies.keep(session(1), "a", body(1_000));
        clock.advance(Duration.ofMinutes(1));
        bodies.keep(session(2), "b", body(1_000));
        assertThat(bodies.find(session(1), "another")).isEmpty();
        bodies.forget(session(1), "another");
        clock.advance(Duration.ofMinutes(4));
        assertThat(bodies.find(session(1), "a")).isEmpty();
        assertThat(bodies.find(session(2), "b")).isPresent();
    }

    @Test
    void giveWayInTheOrderInWhichTheyWereLastAskedFor() {
        bodies.keep(session(1), "a", body(20_000));
        bodies.keep(session(2), "b", body(20_000));
        assertThat(bodies.find(session(1), "another")).isEmpty();
        bodies.keep(session(3), "c", body(20_000));
        assertThat(bodies.find(session(1), "a")).isEmpty();
        assertThat(bodies.find(session(2), "b")).isPresent();
        bodies.keep(session(4), "d", body(20_000));
        assertThat(bodies.find(session(3), "c")).isEmpty();
        assertThat(bodies.find(session(2), "b")).isPresent();
    }

    @Test
    void areFoundByTheirSessionAndResourceAlone() {
        bodies.keep(session(1), "a", body(1_000));
        assertThat(bodies.find(session(2), "a")).isEmpty();
        assertThat(bodies.find(session(1), "b")).isEmpty();
    }

    @Test
    void giveWayToANewRequestOfTheSame() {
        bodies.keep(session(1), "a", body(1_000));
        bodies.forget(session(1), "a");
        assertThat(bodies.find(session(1), "a")).isEmpty();
        assertThat(bodies.held()).isZero();
    }

    @Test
    void areFewOfASession() {
        for (int i = 0; i < 5; i++) {
            bodies.keep(session(1), "r" + i, body(1_000));
        }
        assertThat(bodies.find(session(1), "r0")).isEmpty();
        assertThat(bodies.find(session(1), "r1")).isPresent();
    }

    @Test
    void holdNoMoreThanTheirLimitWhateverComes() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            SessionKey session = session(random.nextInt(200));
            String resource = "r" + random.nextInt(8);
            switch (random.nextInt(4)) {
                case 0 -> bodies.find(session, resource);
                case 1 -> bodies.forget(session, resource);
                default -> bodies.keep(session, resource, body(random.nextInt(5_000)));
            }
            if (random.nextInt(1_000) == 0) {
                clock.advance(Duration.ofMinutes(random.nextInt(10)));
            }
            assertThat(bodies.held()).isBetween(0, MOST);
        }
        clock.advance(Duration.ofMinutes(5));
        bodies.find(session(1), "r1");
        assertThat(bodies.held()).isZero();
    }
}
