package io.latebind.contract.device.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.vectors.ProtocolVectors;
import io.latebind.contract.vectors.ProtocolVectors.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged copies of the vectors: refused, or a message that encodes again to itself. Never an exception. */
class DamagedMessagesTest {
    /** One body of the vectors, in one of its two forms. */
    record Body(String name, boolean commands, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Body> bodies() {
        List<Body> bodies = new ArrayList<>();
        for (Message message : ProtocolVectors.load().messages()) {
            bodies.add(new Body(message.name(), message.commands(), message.definite()));
            message.indefinite().ifPresent(bytes -> bodies.add(new Body(message.name() + " indefinite", false, bytes)));
        }
        return bodies;
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void refusesEveryCutBody(Body body) {
        for (int length = 0; length < body.bytes.length; length++) {
            assertThat(Recoded.of(body.commands, Arrays.copyOf(body.bytes, length)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void refusesEveryBodyWithOneByteMore(Body body) {
        byte[] longer = Arrays.copyOf(body.bytes, body.bytes.length + 1);
        for (int last = 0; last < 256; last++) {
            longer[body.bytes.length] = (byte) last;
            assertThat(Recoded.of(body.commands, longer)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void refusesOrUnderstandsEveryChangedByte(Body body) {
        byte[] damaged = body.bytes.clone();
        for (int at = 0; at < damaged.length; at++) {
            // every value for types, lengths, numbers and what stands near them; some within a text
            int step = isWithinText(body.bytes, at) ? 17 : 1;
            for (int value = 0; value < 256; value += step) {
                damaged[at] = (byte) value;
                refusedOrStable(body.commands, damaged);
            }
            damaged[at] = body.bytes[at];
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void refusesOrUnderstandsBodiesDamagedInManyPlaces(Body body) {
        Random random = new Random(body.name.hashCode());
        for (int run = 0; run < 1500; run++) {
            byte[] damaged = Arrays.copyOf(body.bytes, 1 + random.nextInt(body.bytes.length));
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            refusedOrStable(body.commands, damaged);
        }
    }

    private static boolean isWithinText(byte[] body, int at) {
        for (int near = Math.max(at - 5, 0); near <= at; near++) {
            if (body[near] < ' ' || body[near] > '~') {
                return false;
            }
        }
        return true;
    }

    private static void refusedOrStable(boolean commands, byte[] body) {
        Optional<byte[]> once = Recoded.of(commands, body);
        if (once.isPresent() && !Arrays.equals(once.get(), body)) {
            assertThat(Recoded.of(commands, once.get())).contains(once.get());
        }
    }
}
