package io.latebind.simulator.https;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The roots that a device trusts. */
public final class RootCertificates {
    private final TrustManager[] trust;

    private RootCertificates(TrustManager[] trust) {
        this.trust = trust;
    }

    /**
     * Reads one or more PEM certificates.
     *
     * @throws IOException when the file cannot be read or holds none; the text is fit for a person
     */
    public static RootCertificates read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("the root certificate " + file
                    + " cannot be read: give the file that the service wrote, <data-dir>/tls/ca.pem");
        }
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> roots =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (roots.isEmpty()) {
                throw new CertificateException("no certificate in it");
            }
            return of(roots);
        } catch (CertificateException notPem) {
            throw new IOException(file + " holds no PEM certificate: give the service's <data-dir>/tls/ca.pem", notPem);
        }
    }

    public static RootCertificates of(Collection<? extends Certificate> roots) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int index = 0;
            for (Certificate root : roots) {
                store.setCertificateEntry("root" + index++, root);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return new RootCertificates(factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("the platform cannot build a trust manager", impossible);
        }
    }

    TrustManager[] trustManagers() {
        return trust.clone();
    }
}
