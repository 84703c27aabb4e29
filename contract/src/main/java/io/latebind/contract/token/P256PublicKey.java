package io.latebind.contract.token;

import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A public key on the curve P-256, as SubjectPublicKeyInfo in DER with an uncompressed point: 91 bytes (RFC 5480). Equal when the bytes
 * are.
 */
public record P256PublicKey(byte[] spki) {
    private static final int SPKI_BYTES = 91;
    private static final HexFormat HEX = HexFormat.of();

    /** Everything before the coordinates: id-ecPublicKey, secp256r1, a bit string with an uncompressed point. */
    private static final byte[] PREFIX = HEX.parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    /** @throws IllegalArgumentException for anything that {@link #fromSpki} refuses */
    public P256PublicKey {
        spki = spki.clone();
        String problem = problemOf(spki);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
    }

    public static Parsed<P256PublicKey> fromSpki(byte[] spki) {
        String problem = problemOf(spki);
        return problem.isEmpty() ? new Valid<>(new P256PublicKey(spki)) : new Invalid<>(problem);
    }

    static P256PublicKey ofPoint(ECPoint point) {
        ECPoint affine = point.normalize();
        byte[] spki = Arrays.copyOf(PREFIX, SPKI_BYTES);
        System.arraycopy(affine.getAffineXCoord().getEncoded(), 0, spki, PREFIX.length, P256.FIELD_BYTES);
        System.arraycopy(
                affine.getAffineYCoord().getEncoded(), 0, spki, PREFIX.length + P256.FIELD_BYTES, P256.FIELD_BYTES);
        return new P256PublicKey(spki);
    }

    private static String problemOf(byte[] spki) {
        if (spki.length != SPKI_BYTES || !Arrays.equals(PREFIX, Arrays.copyOf(spki, PREFIX.length))) {
            return "not the 91-byte SubjectPublicKeyInfo of an uncompressed P-256 point";
        }
        byte[] point = Arrays.copyOfRange(spki, PREFIX.length, SPKI_BYTES);
        return P256.isPoint(P256.first(point), P256.second(point)) ? "" : "the point is not on the curve P-256";
    }

    @Override
    public byte[] spki() {
        return spki.clone();
    }

    /** The key id that a modem writes into its JWTs: SHA-256 of the SPKI in lower-case hex. */
    public String kid() {
        return HEX.formatHex(sha256(spki));
    }

    /** Whether {@code rs64} (r and s, 32 bytes each) is a signature of this key over {@code message}: ECDSA with SHA-256. */
    public boolean verify(byte[] message, byte[] rs64) {
        if (!P256.isSignature(rs64)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(javaKey());
            verifier.update(message);
            return verifier.verify(rs64);
        } catch (SignatureException notOne) {
            return false;
        } catch (NoSuchAlgorithmException | InvalidKeyException noProvider) {
            throw new IllegalStateException("this Java runtime cannot verify ES256", noProvider);
        }
    }

    /** The key for Java's own security API. */
    public PublicKey javaKey() {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
        } catch (NoSuchAlgorithmException | InvalidKeySpecException noProvider) {
            throw new IllegalStateException("this Java runtime cannot read a P-256 key", noProvider);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("this Java runtime has no SHA-256", never);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof P256PublicKey key && Arrays.equals(spki, key.spki);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spki);
    }

    @Override
    public String toString() {
        return "P256PublicKey[" + kid() + "]";
    }
}
