package io.latebind.server.http;

import io.latebind.server.kernel.StartRefused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a listener proves itself with.
 *
 * @param chainPem the server's certificate first
 * @param keyPem its private key, unencrypted PKCS#8
 */
public record TlsMaterial(byte[] chainPem, byte[] keyPem) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String MISMATCH = "the private key is not that of the first certificate in the chain";

    /** @throws StartRefused when a file cannot be read */
    public static TlsMaterial read(Path chain, Path key) {
        return new TlsMaterial(bytes(chain, "certificate chain"), bytes(key, "private key"));
    }

    private static byte[] bytes(Path file, String what) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StartRefused("The TLS " + what + " " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); name a PEM file that this user may read.");
        }
    }

    /** Why a handshake with this would fail; empty when it would not. Found out now, not by the first caller. */
    Optional<String> problem() {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(chainPem));
        } catch (CertificateException notPem) {
            return Optional.of("the certificate chain is not PEM");
        }
        Matcher pem = PKCS8.matcher(new String(keyPem, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            return Optional.of(
                    "the private key is not unencrypted PKCS#8 in PEM; `openssl pkcs8 -topk8 -nocrypt` makes that");
        }
        try {
            String algorithm = certificate.getPublicKey().getAlgorithm();
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            Signature signature = Signature.getInstance(algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(chainPem);
            byte[] signed = signature.sign();
            signature.initVerify(certificate);
            signature.update(chainPem);
            return signature.verify(signed) ? Optional.empty() : Optional.of(MISMATCH);
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            return Optional.of(MISMATCH);
        }
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
