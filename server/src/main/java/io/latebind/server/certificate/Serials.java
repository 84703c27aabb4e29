package io.latebind.server.certificate;

import io.latebind.server.kernel.IdSource;
import java.math.BigInteger;

/** Serial numbers of certificates (RFC 5280, 4.1.2.2). */
final class Serials {
    /** 94 random bits; shorter than the 20 bytes that are allowed, since modems have little room. */
    private static final int BYTES = 12;

    private Serials() {}

    /** Positive, and of full length. */
    static BigInteger random(IdSource ids) {
        byte[] serial = ids.randomBytes(BYTES);
        serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
        return new BigInteger(serial);
    }
}
