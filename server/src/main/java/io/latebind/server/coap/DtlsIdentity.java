package io.latebind.server.coap;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * What the server proves itself with: an EC P-256 certificate and its key.
 *
 * @param chainPem the server's own certificate first
 * @param keyPem unencrypted PKCS#8
 */
public record DtlsIdentity(byte[] chainPem, byte[] keyPem) {
    Certificate[] chain() {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(chainPem))
                    .stream()
                    .toArray(Certificate[]::new);
        } catch (GeneralSecurityException ours) {
            throw new IllegalStateException("the device port's certificate is not readable", ours);
        }
    }

    PrivateKey key() {
        String base64 = new String(keyPem, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
        } catch (GeneralSecurityException ours) {
            throw new IllegalStateException("the device port's private key is not readable", ours);
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
