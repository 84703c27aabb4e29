package io.latebind.cli.demo;

import io.latebind.server.config.ServerConfig;
import io.latebind.server.config.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** How the demo reaches the API port: plainly, or trusting the very certificates that the operator gave it. */
final class DemoTls {
    private DemoTls() {}

    static HttpClient client(ServerConfig config) throws IOException {
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (config.apiTls().isPresent()) {
            client.sslContext(trusting(config.apiTls().get()));
        }
        return client.build();
    }

    private static SSLContext trusting(TlsFiles files) throws IOException {
        try (InputStream pem = Files.newInputStream(files.certificate())) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("certificate-" + trusted.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the certificates in " + files.certificate() + " cannot be trusted", unusable);
        }
    }
}
