package io.latebind.contract.token;

import static io.latebind.contract.token.VectorDevice.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

class KeyRecoveryTest {
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

    @Test
    void findsTheKeyOfEverySignature() {
        for (int run = 0; run < 50; run++) {
            byte[] message = new byte[run];
            byte[] signature = VectorDevice.sign(message);

            assertThat(KeyRecovery.keysFor(message, signature))
                    .hasSize(2)
                    .contains(IDENTITY)
                    .allSatisfy(
                            key -> assertThat(key.verify(message, signature)).isTrue());
        }
    }

    @Test
    void findsKeysOnlyUnderWhichTheSignatureVerifies() {
        Random random = new Random(42);
        for (int run = 0; run < 50; run++) {
            byte[] signature = new byte[64];
            random.nextBytes(signature);
            List<P256PublicKey> keys = KeyRecovery.keysFor(MESSAGE, signature);

            assertThat(keys).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
            assertThat(keys)
                    .allSatisfy(
                            key -> assertThat(key.verify(MESSAGE, signature)).isTrue());
        }
    }

    @Test
    void triesEveryXOfThePointThatGivesTheSameR() {
        // both r and r + n are x of a point: no honest signer meets such an r
        BigInteger r = BigInteger.ONE;
        while (!isX(r) || !isX(r.add(P256.ORDER))) {
            r = r.add(BigInteger.ONE);
        }
        byte[] signature = rs(r, BigInteger.valueOf(7));
        List<P256PublicKey> keys = KeyRecovery.keysFor(MESSAGE, signature);

        assertThat(keys).hasSize(4).doesNotHaveDuplicates();
        assertThat(keys)
                .allSatisfy(key -> assertThat(key.verify(MESSAGE, signature)).isTrue());
    }

    @Test
    void refusesThePointAtInfinity() {
        // s R = e G leaves nothing of the key
        BigInteger e = new BigInteger(1, P256PublicKey.sha256(MESSAGE));
        BigInteger k = BigInteger.valueOf(1234);
        ECPoint point = P256.GENERATOR.multiply(k).normalize();
        BigInteger r = point.getAffineXCoord().toBigInteger();
        BigInteger s = e.multiply(k.modInverse(P256.ORDER)).mod(P256.ORDER);

        assertThat(KeyRecovery.keysFor(MESSAGE, rs(r, s))).hasSize(1);
    }

    @Test
    void findsNothingForNumbersOutsideTheOrder() {
        for (BigInteger bad : List.of(BigInteger.ZERO, P256.ORDER, P256.PRIME)) {
            assertThat(KeyRecovery.keysFor(MESSAGE, rs(bad, BigInteger.ONE))).isEmpty();
            assertThat(KeyRecovery.keysFor(MESSAGE, rs(BigInteger.ONE, bad))).isEmpty();
            assertThat(IDENTITY.verify(MESSAGE, rs(bad, BigInteger.ONE))).isFalse();
        }
        assertThat(KeyRecovery.keysFor(MESSAGE, new byte[63])).isEmpty();
    }

    private static boolean isX(BigInteger x) {
        var field = P256.CURVE.fromBigInteger(x);
        return field.square()
                        .add(P256.CURVE.getA())
                        .multiply(field)
                        .add(P256.CURVE.getB())
                        .sqrt()
                != null;
    }

    private static byte[] rs(BigInteger r, BigInteger s) {
        byte[] both = new byte[64];
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, r), 0, both, 0, 32);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, both, 32, 32);
        return both;
    }
}
