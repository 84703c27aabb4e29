package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.coap.Uploads.Taken;
import java.util.Arrays;
import java.util.Random;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.Test;

/** Requests in blocks: in order, one of a session, and with a limit for all together (RFC 7959). */
class UploadsTest {
    private static final int SZX_64 = 2;
    private static final int MOST_OF_ONE = 1_000;
    private static final int MOST = 20_000;

    private final Uploads uploads = new Uploads(MOST_OF_ONE, MOST);

    private static SessionKey session(int number) {
        return new SessionKey(Integer.toHexString(number));
    }

    private Taken take(int session, String resource, int number, byte[] payload, boolean more) {
        Request request = Request.newPost();
        request.setPayload(payload);
        request.getOptions().setBlock1(SZX_64, more, number);
        return uploads.take(session(session), resource, request);
    }

    private Taken take(int session, int number) {
        return take(session, "POST p/rsp", number, new byte[64], true);
    }

    private static void assertRefused(Taken taken, CoapStatus status) {
        assertThat(taken).isEqualTo(new Taken.Refused(status));
    }

    @Test
    void putsBlocksTogether() {
        byte[] body = new byte[200];
        new Random(1).nextBytes(body);
        for (int number = 0; number < 3; number++) {
            assertThat(take(1, "POST p/rsp", number, Arrays.copyOfRange(body, number * 64, number * 64 + 64), true))
                    .isInstanceOf(Taken.More.class);
        }
        Taken last = take(1, "POST p/rsp", 3, Arrays.copyOfRange(body, 192, 200), false);
        assertThat(last)
                .isInstanceOfSatisfying(
                        Taken.Whole.class, whole -> assertThat(whole.payload()).isEqualTo(body));
        assertThat(uploads.held()).isZero();
    }

    @Test
    void takesABlockAgainWhoseAnswerWasLost() {
        take(1, 0);
        take(1, 1);
        assertThat(take(1, 1)).isInstanceOf(Taken.More.class);
        assertThat(take(1, 2)).isInstanceOf(Taken.More.class);
    }

    @Test
    void beginsAnewWithTheFirstBlock() {
        take(1, 0);
        take(1, 1);
        take(1, 0);
        assertRefused(take(1, 2), CoapStatus.REQUEST_ENTITY_INCOMPLETE);
        assertRefused(take(1, 1), CoapStatus.REQUEST_ENTITY_INCOMPLETE);
        assertThat(uploads.held()).isZero();
    }

    @Test
    void mixesNeitherResourcesNorSessions() {
        take(1, 0);
        assertRefused(take(2, 1), CoapStatus.REQUEST_ENTITY_INCOMPLETE);
        assertRefused(take(1, "POST p/auth", 1, new byte[64], true), CoapStatus.REQUEST_ENTITY_INCOMPLETE);
    }

    @Test
    void refusesBlocksThatAreNotFullAndBodiesThatAreTooLarge() {
        assertRefused(take(1, "POST p/rsp", 0, new byte[63], true), CoapStatus.BAD_REQUEST);
        assertRefused(take(1, "POST p/rsp", 0, new byte[65], true), CoapStatus.BAD_REQUEST);
        for (int number = 0; number < MOST_OF_ONE / 64; number++) {
            assertThat(take(1, number)).isInstanceOf(Taken.More.class);
        }
        assertRefused(take(1, MOST_OF_ONE / 64), CoapStatus.REQUEST_ENTITY_TOO_LARGE);
        assertThat(uploads.held()).isZero();
    }

    @Test
    void holdsNoMoreThanItsLimitWhateverComes() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            take(
                    random.nextInt(500),
                    "POST " + random.nextInt(3),
                    random.nextInt(4),
                    new byte[64],
                    random.nextInt(10) != 0);
            assertThat(uploads.held()).isBetween(0, MOST);
        }
    }

    @Test
    void theUploadThatWasQuietForLongestGivesWay() {
        take(1, 0);
        for (int session = 2; session < 30; session++) {
            take(session, 0);
            take(1, 0);
        }
        for (int session = 100; session < 200; session++) {
            take(session, 0);
        }
        assertRefused(take(1, 1), CoapStatus.REQUEST_ENTITY_INCOMPLETE);
        assertThat(take(199, 1)).isInstanceOf(Taken.More.class);
    }
}
