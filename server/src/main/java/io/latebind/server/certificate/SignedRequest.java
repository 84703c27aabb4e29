package io.latebind.server.certificate;

import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * A PKCS#10 request (RFC 2986) taken apart. The signature is checked over the bytes as they came, not as this service would write them.
 *
 * @param signed CertificationRequestInfo as the modem wrote it
 */
record SignedRequest(byte[] signed, SubjectPublicKeyInfo subject, AlgorithmIdentifier algorithm, byte[] signature) {
    private static final int SEQUENCE = 0x30;
    private static final int LONG_FORM = 0x80;

    /** Invalid when it is no PKCS#10 request, or there is anything behind it. */
    static Parsed<SignedRequest> parse(byte[] der) {
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            Optional<byte[]> signed = firstElementIn(der);
            return signed.isEmpty()
                    ? new Parsed.Invalid<>("it is not DER")
                    : new Parsed.Valid<>(new SignedRequest(
                            signed.get(),
                            request.getSubjectPublicKeyInfo(),
                            request.getSignatureAlgorithm(),
                            request.getSignature()));
        } catch (IOException | RuntimeException notOne) {
            // Bouncy Castle says so with exceptions of many kinds
            return new Parsed.Invalid<>("it is not a PKCS#10 request");
        }
    }

    /** The first element of the sequence that all of {@code der} is; empty when the lengths are not definite. */
    private static Optional<byte[]> firstElementIn(byte[] der) {
        int outer = contentStart(der, 0);
        if (outer < 0 || der[0] != SEQUENCE || contentEnd(der, 0) != der.length) {
            return Optional.empty();
        }
        int end = contentEnd(der, outer);
        return end < 0 ? Optional.empty() : Optional.of(Arrays.copyOfRange(der, outer, end));
    }

    /** Where the content of the element at {@code at} begins; -1 when there is none. */
    private static int contentStart(byte[] der, int at) {
        if (at + 1 >= der.length) {
            return -1;
        }
        int length = der[at + 1] & 0xff;
        int digits = length < LONG_FORM ? 0 : length - LONG_FORM;
        boolean definite = length != LONG_FORM && digits <= 2;
        return definite && at + 2 + digits <= der.length ? at + 2 + digits : -1;
    }

    private static int contentEnd(byte[] der, int at) {
        int start = contentStart(der, at);
        if (start < 0) {
            return -1;
        }
        int length = der[at + 1] & 0xff;
        if (length > LONG_FORM) {
            length = 0;
            for (int i = at + 2; i < start; i++) {
                length = (length << 8) | (der[i] & 0xff);
            }
        }
        return start + length <= der.length ? start + length : -1;
    }

    /** The key that the request is for; the reason says why it is none on P-256. */
    Parsed<P256PublicKey> key() {
        boolean elliptic =
                X9ObjectIdentifiers.id_ecPublicKey.equals(subject.getAlgorithm().getAlgorithm());
        ASN1Encodable curve = subject.getAlgorithm().getParameters();
        if (!elliptic) {
            return new Parsed.Invalid<>("it is not a key on an elliptic curve");
        }
        if (!X9ObjectIdentifiers.prime256v1.equals(curve)) {
            return new Parsed.Invalid<>("it is on another curve than P-256");
        }
        try {
            return P256PublicKey.fromSpki(subject.getEncoded());
        } catch (IOException unwritable) {
            return new Parsed.Invalid<>("it cannot be read");
        }
    }

    /** ECDSA with SHA-256; older firmware writes the algorithm with an explicit NULL, which is no part of it (RFC 5758, 3.2). */
    boolean ecdsaWithSha256() {
        ASN1Encodable parameters = algorithm.getParameters();
        return X9ObjectIdentifiers.ecdsa_with_SHA256.equals(algorithm.getAlgorithm())
                && (parameters == null || DERNull.INSTANCE.equals(parameters));
    }

    boolean verifiesUnder(P256PublicKey key) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key.javaKey());
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (SignatureException notOne) {
            return false;
        } catch (GeneralSecurityException noProvider) {
            throw new IllegalStateException("this Java runtime cannot verify ECDSA with SHA-256", noProvider);
        }
    }
}
