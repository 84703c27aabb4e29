package io.latebind.server.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;

/** Certificates as text (RFC 7468), with single line feeds: the form in which modems take them. */
public final class PemBlock {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PemBlock() {}

    public static String of(X509CertificateHolder certificate) {
        return "-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(der(certificate))
                + "\n-----END CERTIFICATE-----\n";
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
