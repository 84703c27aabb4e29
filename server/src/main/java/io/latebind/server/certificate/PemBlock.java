package io.latebind.server.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;

/** What is written as text (RFC 7468), with single line feeds: the form in which modems take them. */
public final class PemBlock {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PemBlock() {}

    public static String of(X509CertificateHolder certificate) {
        return of("CERTIFICATE", der(certificate));
    }

    /** PKCS#8. */
    public static String of(PrivateKey key) {
        return of("PRIVATE KEY", key.getEncoded());
    }

    public static String of(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    public static String of(List<X509CertificateHolder> certificates) {
        return certificates.stream().map(PemBlock::of).collect(Collectors.joining());
    }

    public static byte[] der(X509CertificateHolder certificate) {
        try {
            return certificate.getEncoded();
        } catch (IOException failure) {
            throw new UncheckedIOException("a certificate has no encoding", failure);
        }
    }

    /** What {@link #der} gave. */
    public static X509CertificateHolder read(byte[] der) {
        try {
            return new X509CertificateHolder(der);
        } catch (IOException damaged) {
            throw new UncheckedIOException("a stored certificate is damaged", damaged);
        }
    }
}
