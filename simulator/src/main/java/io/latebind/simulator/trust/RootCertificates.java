package io.latebind.simulator.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The roots that a device trusts. */
public final class RootCertificates {
    private final List<X509Certificate> roots;
    private final TrustManager[] trust;

    private RootCertificates(List<X509Certificate> roots, TrustManager[] trust) {
        this.roots = List.copyOf(roots);
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
            return new RootCertificates(
                    roots.stream().map(X509Certificate.class::cast).toList(), factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("the platform cannot build a trust manager", impossible);
        }
    }

    public List<X509Certificate> certificates() {
        return roots;
    }

    /** For {@link javax.net.ssl.SSLContext}. */
    public TrustManager[] trustManagers() {
        return trust.clone();
    }
}
