package io.latebind.simulator.modem;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A private key on P-256 and its public half. Signatures are deterministic (RFC 6979), so that a device that is born from a
 * seed says the same bytes each time.
 */
public final class P256Key {
    private static final int SCALAR_BYTES = 32;
    private static final ECNamedDomainParameters CURVE = curve();

    private final ECPrivateKeyParameters secret;
    private final byte[] spki;

    private P256Key(BigInteger scalar) {
        this.secret = new ECPrivateKeyParameters(scalar, CURVE);
        var point =
                new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar).normalize();
        this.spki = encoded(new ECPublicKeyParameters(point, CURVE));
    }

    /** A new key: 32 bytes of {@code random} as the scalar, drawn again until they are in 1..n-1. */
    public static P256Key generate(RandomGenerator random) {
        byte[] scalar = new byte[SCALAR_BYTES];
        do {
            random.nextBytes(scalar);
        } while (!isScalar(new BigInteger(1, scalar)));
        return new P256Key(new BigInteger(1, scalar));
    }

    /**
     * The key whose scalar is {@code hex}, 64 digits.
     *
     * @throws IllegalArgumentException when it is not the scalar of a P-256 key; the text does not show it
     */
    public static P256Key fromHex(String hex) {
        if (!hex.matches("[0-9a-fA-F]{64}") || !isScalar(new BigInteger(hex, 16))) {
            throw new IllegalArgumentException("a P-256 private key is 64 hex digits in the range 1..n-1");
        }
        return new P256Key(new BigInteger(hex, 16));
    }

    /** The scalar as 64 lower-case hex digits: the secret itself, for the identity file alone. */
    public String secretHex() {
        return "%064x".formatted(secret.getD());
    }

    /** The public key as SubjectPublicKeyInfo, 91 bytes of DER. */
    public byte[] spki() {
        return spki.clone();
    }

    /** The name of the key in a JWT: SHA-256 of {@link #spki()} in lower-case hex (specification 5.3). */
    public String kid() {
        return HexFormat.of().formatHex(sha256(spki));
    }

    /** The ECDSA signature with SHA-256 of {@code message} as r and s, 32 bytes each. */
    public byte[] sign(byte[] message) {
        BigInteger[] rs = signatureOf(message);
        return HexFormat.of().parseHex("%064x%064x".formatted(rs[0], rs[1]));
    }

    BigInteger[] signatureOf(byte[] message) {
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, secret);
        return signer.generateSignature(sha256(message));
    }

    /** Shows the public half alone. */
    @Override
    public String toString() {
        return "P256Key[" + kid() + "]";
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** SHA-256 of the text's UTF-8 form in lower-case hex. */
    public static String sha256Hex(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isScalar(BigInteger value) {
        return value.signum() > 0 && value.compareTo(CURVE.getN()) < 0;
    }

    private static ECNamedDomainParameters curve() {
        X9ECParameters named = SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1);
        return new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, named);
    }

    private static byte[] encoded(ECPublicKeyParameters key) {
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded("DER");
        } catch (IOException impossible) {
            throw new IllegalStateException("a P-256 public key always has a DER form", impossible);
        }
    }
}
