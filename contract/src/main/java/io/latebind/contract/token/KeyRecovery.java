package io.latebind.contract.token;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;

/** The public keys under which a signature verifies (SEC 1, 4.1.6). */
final class KeyRecovery {
    private KeyRecovery() {}

    /**
     * Every key for which {@code rs64} is a signature over {@code message}, without repetition: by rising x of the signature's point, the
     * even y first. Two, or none when no point has such an x; up to four when r is below p-n, which happens to an honest signer once in
     * 2^127 signatures.
     */
    static List<P256PublicKey> keysFor(byte[] message, byte[] rs64) {
        if (!P256.isSignature(rs64)) {
            return List.of();
        }
        BigInteger r = P256.first(rs64);
        BigInteger s = P256.second(rs64);
        BigInteger e = new BigInteger(1, P256PublicKey.sha256(message));
        Set<P256PublicKey> keys = new LinkedHashSet<>();
        for (BigInteger x = r; x.compareTo(P256.PRIME) < 0; x = x.add(P256.ORDER)) {
            for (ECPoint point : pointsAt(x)) {
                ECPoint key = keyFor(point, e, r, s);
                if (!key.isInfinity()) {
                    keys.add(P256PublicKey.ofPoint(key));
                }
            }
        }
        return List.copyOf(keys);
    }

    /** Q = r^-1 (s R - e G). */
    private static ECPoint keyFor(ECPoint point, BigInteger e, BigInteger r, BigInteger s) {
        BigInteger inverse = r.modInverse(P256.ORDER);
        BigInteger ofGenerator = e.negate().multiply(inverse).mod(P256.ORDER);
        BigInteger ofPoint = s.multiply(inverse).mod(P256.ORDER);
        return ECAlgorithms.sumOfTwoMultiplies(P256.GENERATOR, ofGenerator, point, ofPoint)
                .normalize();
    }

    private static List<ECPoint> pointsAt(BigInteger x) {
        ECFieldElement fieldX = P256.CURVE.fromBigInteger(x);
        ECFieldElement square =
                fieldX.square().add(P256.CURVE.getA()).multiply(fieldX).add(P256.CURVE.getB());
        ECFieldElement y = square.sqrt();
        if (y == null) {
            return List.of();
        }
        // P-256 has no point with y = 0: its order is an odd prime
        ECFieldElement even = y.testBitZero() ? y.negate() : y;
        return List.of(pointAt(x, even), pointAt(x, even.negate()));
    }

    private static ECPoint pointAt(BigInteger x, ECFieldElement y) {
        return P256.CURVE.createPoint(x, y.toBigInteger());
    }
}
