package io.latebind.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.SeededIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that trusts the root alone and checks the name, as devices do, against what we deliver. */
class HandshakeTest {
    private static final char[] NO_PASSWORD = new char[0];

    @TempDir
    Path data;

    @Test
    void satisfiesAClientThatTrustsTheRootUnderEveryName() throws Exception {
        List<String> names = List.of("localhost", "device.example.com", "127.0.0.1", "::1");
        DeviceCertificates certificates = open(names);
        for (String name : names) {
            assertThat(handshake(certificates, name)).isEqualTo("TLSv1.3");
        }
        assertThatThrownBy(() -> handshake(certificates, "other.example.com")).isInstanceOf(SSLException.class);
    }

    private DeviceCertificates open(List<String> names) {
        return DeviceCertificates.open(data.resolve("tls"), names, new SeededIds(3), Instant.now());
    }

    private static String handshake(DeviceCertificates certificates, String name)
            throws GeneralSecurityException, IOException, InterruptedException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listener = (SSLServerSocket)
                serverContext(certificates.current()).getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            Thread server = Thread.startVirtualThread(() -> answerOne(listener));
            try (SSLSocket client = (SSLSocket) clientContext(certificates.rootPem())
                    .getSocketFactory()
                    .createSocket(new Socket(loopback, listener.getLocalPort()), name, listener.getLocalPort(), true)) {
                SSLParameters parameters = client.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                client.setSSLParameters(parameters);
                client.startHandshake();
                return client.getSession().getProtocol();
            } finally {
                server.join();
            }
        }
    }

    private static void answerOne(SSLServerSocket listener) {
        try (SSLSocket accepted = (SSLSocket) listener.accept()) {
            accepted.startHandshake();
            assertThat(accepted.getInputStream().read()).isNegative();
        } catch (IOException refusedByClient) {
            assertThat(refusedByClient).isInstanceOf(SSLException.class);
        }
    }

    private static SSLContext serverContext(PemPair pair) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        X509Certificate certificate = Pem.certificate(pair.certificateChain()).orElseThrow();
        store.setKeyEntry(
                "server", Pem.privateKey(pair.privateKey().reveal()).orElseThrow(), NO_PASSWORD, new X509Certificate[] {
                    certificate
                });
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext clientContext(String rootPem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setCertificateEntry("root", Pem.certificate(rootPem).orElseThrow());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
