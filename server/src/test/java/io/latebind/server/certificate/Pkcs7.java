package io.latebind.server.certificate;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.util.CollectionStore;

/** Certificates as EST servers send them (RFC 7030, 4.1.3). */
public final class Pkcs7 {
    private Pkcs7() {}

    public static String of(X509CertificateHolder... certificates) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificates(new CollectionStore<>(List.of(certificates)));
            return Base64.getMimeEncoder()
                    .encodeToString(generator.generate(new CMSAbsentContent()).getEncoded());
        } catch (CMSException | IOException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
