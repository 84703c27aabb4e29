package io.latebind.contract.token;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The public keys under which a signature verifies (SEC 1, 4.1.6). */
final class KeyRecovery {
    private KeyRecovery() {}

    /** As below, for one message. */
    static List<P256PublicKey> keysFor(byte[] message, byte[] rs64) {
        return keysFor(List.of(message), rs64).getFirst();
    }

    /**
     * For each message every key for which {@code rs64} is a signature over it, without repetition: by rising x of the signature's point,
     * the even y first. Two, or none when no point has such an x; up to four when r is below p-n, which happens to an honest signer once in
     * 2^127 signatures.
     *
     * <p>Q = r^-1 (s R - e G). What costs most, a multiple of R, is the same for all messages and, but for its sign, for both R with the
     * same x.
     */
    static List<List<P256PublicKey>> keysFor(List<byte[]> messages, byte[] rs64) {
        if (!P256.isSignature(rs64)) {
            return messages.stream().map(_ -> List.<P256PublicKey>of()).toList();
        }
        BigInteger r = P256.first(rs64);
        BigInteger inverse = r.modInverse(P256.ORDER);
        BigInteger ofPoint = P256.second(rs64).multiply(inverse).mod(P256.ORDER);
        List<ECPoint> multiples = new ArrayList<>();
        for (BigInteger x = r; x.compareTo(P256.PRIME) < 0; x = x.add(P256.ORDER)) {
            evenPointAt(x).ifPresent(even -> multiples.add(even.multiply(ofPoint)));
        }
        return messages.stream()
                .map(message -> multiples.isEmpty() ? List.<P256PublicKey>of() : keysFor(message, inverse, multiples))
                .toList();
    }

    private static List<P256PublicKey> keysFor(byte[] message, BigInteger inverse, List<ECPoint> multiples) {
        BigInteger e = new BigInteger(1, P256PublicKey.sha256(message));
        ECPoint ofMessage = new FixedPointCombMultiplier()
                .multiply(P256.GENERATOR, e.multiply(inverse).mod(P256.ORDER));
        List<ECPoint> points = new ArrayList<>();
        for (ECPoint multiple : multiples) {
            points.add(multiple.subtract(ofMessage));
            points.add(multiple.negate().subtract(ofMessage));
        }
        ECPoint[] keys = points.stream().filter(key -> !key.isInfinity()).toArray(ECPoint[]::new);
        P256.CURVE.normalizeAll(keys);
        return Arrays.stream(keys).map(P256PublicKey::ofPoint).distinct().toList();
    }

    /** The point with this x whose y is even; the other one is its negative. */
    private static Optional<ECPoint> evenPointAt(BigInteger x) {
        ECFieldElement fieldX = P256.CURVE.fromBigInteger(x);
        ECFieldElement square =
                fieldX.square().add(P256.CURVE.getA()).multiply(fieldX).add(P256.CURVE.getB());
        ECFieldElement y = square.sqrt();
        if (y == null) {
            return Optional.empty();
        }
        // P-256 has no point with y = 0: its order is an odd prime
        ECFieldElement even = y.testBitZero() ? y.negate() : y;
        return Optional.of(P256.CURVE.createPoint(x, even.toBigInteger()));
    }
}
