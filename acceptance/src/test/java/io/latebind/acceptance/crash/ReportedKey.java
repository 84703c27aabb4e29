package io.latebind.acceptance.crash;

import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.Parsed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The key in a recorded KEYGEN token. */
final class ReportedKey {
    private ReportedKey() {}

    /** Lower-case hex SHA-256 of its SubjectPublicKeyInfo; or what is wrong with the token. */
    static String fingerprint(String token) {
        return switch (KeygenToken.parse(token)) {
            case Parsed.Invalid<KeygenToken>(String reason) -> "a token that is not one: " + reason;
            case Parsed.Valid<KeygenToken>(KeygenToken parsed) -> fingerprint(parsed);
        };
    }

    /** Likewise of the first certificate in a PEM. */
    static String ofCertificate(String pem) {
        try {
            return sha256(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey()
                    .getEncoded());
        } catch (CertificateException broken) {
            throw new AssertionError("no certificate: " + pem, broken);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String fingerprint(KeygenToken token) {
        return switch (token.kind()) {
            case PUBLIC_KEY -> sha256(token.body());
            case CERTIFICATE_REQUEST -> {
                try {
                    yield sha256(new PKCS10CertificationRequest(token.body())
                            .getSubjectPublicKeyInfo()
                            .getEncoded());
                } catch (IOException broken) {
                    yield "a certificate request that is not one: " + broken.getMessage();
                }
            }
        };
    }
}
