package io.latebind.server.certificate.remote;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.util.Selector;

/** Reads certificates that others wrote. Total. */
public final class CertificateTexts {
    /** With one device's and its authorities in it; more is a mistake. */
    public static final int MOST = 10;

    private CertificateTexts() {}

    /** PEM blocks (RFC 7468), text around them aside; empty when one is no certificate or cannot be read, or there are none or too many. */
    public static Optional<List<X509CertificateHolder>> pem(String text) {
        List<X509CertificateHolder> certificates = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (!(block instanceof X509CertificateHolder certificate)) {
                    return Optional.empty();
                }
                certificates.add(certificate);
            }
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
        return sound(certificates);
    }

    /** PKCS#7 with certificates alone (RFC 7030, 4.1.3), in base64; empty as with {@link #pem}. */
    static Optional<List<X509CertificateHolder>> pkcs7(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64.strip());
            CMSSignedData signed = new CMSSignedData(ContentInfo.getInstance(der));
            return sound(List.copyOf(signed.getCertificates().getMatches(everyOne())));
        } catch (CMSException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Selector<X509CertificateHolder> everyOne() {
        return new Selector<>() {
            @Override
            public boolean match(X509CertificateHolder certificate) {
                return true;
            }

            @Override
            public Object clone() {
                return this;
            }
        };
    }

    private static Optional<List<X509CertificateHolder>> sound(List<X509CertificateHolder> certificates) {
        return Optional.of(certificates).filter(all -> !all.isEmpty() && all.size() <= MOST);
    }
}
