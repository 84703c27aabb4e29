package io.latebind.contract.token;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/** The curve P-256 (SEC 2, secp256r1): its figures, and the checks on what comes from outside. */
final class P256 {
    /** Bytes of a coordinate, and of either half of a signature. */
    static final int FIELD_BYTES = 32;

    static final int SIGNATURE_BYTES = 2 * FIELD_BYTES;

    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256r1");

    /** The order n of the generator. */
    static final BigInteger ORDER = PARAMETERS.getN();

    /** The prime p of the field. */
    static final BigInteger PRIME = PARAMETERS.getCurve().getField().getCharacteristic();

    static final ECPoint GENERATOR = PARAMETERS.getG();
    static final ECCurve CURVE = PARAMETERS.getCurve();

    private P256() {}

    /** Whether these are 64 bytes, r and s, both in 1..n-1. */
    static boolean isSignature(byte[] rs) {
        return rs.length == SIGNATURE_BYTES && isScalar(first(rs)) && isScalar(second(rs));
    }

    /** The number in the first 32 bytes: r of a signature, x of a point. */
    static BigInteger first(byte[] pair) {
        return new BigInteger(1, Arrays.copyOfRange(pair, 0, FIELD_BYTES));
    }

    /** The number in the second 32 bytes: s of a signature, y of a point. */
    static BigInteger second(byte[] pair) {
        return new BigInteger(1, Arrays.copyOfRange(pair, FIELD_BYTES, 2 * FIELD_BYTES));
    }

    /** Whether the coordinates are below p and belong to a point of the curve. The cofactor is 1, so that is all. */
    static boolean isPoint(BigInteger x, BigInteger y) {
        return x.compareTo(PRIME) < 0
                && y.compareTo(PRIME) < 0
                && CURVE.createPoint(x, y).isValid();
    }

    private static boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(ORDER) < 0;
    }
}
