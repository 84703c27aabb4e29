package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.StartRefused;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsListenerTest {
    private static RunningListener running(TlsMaterial tls) {
        return new RunningListener(
                new ListenerConfig(
                        Voice.device(),
                        "--device-https-listen",
                        "127.0.0.1",
                        0,
                        Optional.of(tls),
                        HttpLimits.forDevices()),
                List.of(),
                List.of(new OpenRoute(
                        HttpMethod.GET, "/x", "a test", _ -> HttpAnswer.of(200, "text/plain", "over TLS"))));
    }

    private static SSLSocket connect(RunningListener running, TestCertificate trusted, String protocol)
            throws Exception {
        SSLSocket socket = (SSLSocket) trusted.client()
                .getSocketFactory()
                .createSocket(running.listener.address().getAddress(), running.port());
        socket.setSoTimeout((int) RunningListener.PATIENCE.toMillis());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return socket;
    }

    @Test
    void usesTheNativeLibraryHere() {
        assertThat(OpenSSLEngineOptions.isAvailable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void answersOverBothVersionsOfTls(String protocol) throws Exception {
        TestCertificate certificate = TestCertificate.make("one");
        try (RunningListener running = running(certificate.material());
                SSLSocket socket = connect(running, certificate, protocol)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            RunningListener.write(socket, "GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(RunningListener.readToEnd(socket))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("over TLS");
        }
    }

    @Test
    void refusesPlainText() throws Exception {
        try (RunningListener running = running(TestCertificate.make("one").material())) {
            assertThat(running.raw("GET /x HTTP/1.1\r\nHost: x\r\n\r\n")).doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void givesNewConnectionsTheNewCertificateAndKeepsOpenOnes() throws Exception {
        TestCertificate old = TestCertificate.make("old");
        TestCertificate young = TestCertificate.make("young");
        try (RunningListener running = running(old.material());
                SSLSocket open = connect(running, old, "TLSv1.3")) {
            running.listener.reloadTls(young.material());
            for (int i = 0; i < 8; i++) {
                try (SSLSocket fresh = connect(running, young, "TLSv1.3")) {
                    X509Certificate shown = (X509Certificate) fresh.getSession().getPeerCertificates()[0];
                    assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=young");
                }
            }
            assertThatThrownBy(() -> connect(running, old, "TLSv1.3")).isInstanceOf(SSLException.class);
            RunningListener.write(open, "GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(RunningListener.readToEnd(open)).endsWith("over TLS");
        }
    }

    @Test
    void keepsTheOldCertificateWhenTheNewOneIsUnusable() throws Exception {
        TestCertificate certificate = TestCertificate.make("one");
        byte[] garbage = "no PEM at all".getBytes(StandardCharsets.US_ASCII);
        try (RunningListener running = running(certificate.material())) {
            assertThatThrownBy(() -> running.listener.reloadTls(new TlsMaterial(garbage, garbage)))
                    .isInstanceOf(IllegalArgumentException.class);
            connect(running, certificate, "TLSv1.3").close();
        }
    }

    @Test
    void refusesToStartWithGarbageAndWithKeyOfAnotherCertificate() throws Exception {
        byte[] garbage = "no PEM at all".getBytes(StandardCharsets.US_ASCII);
        TestCertificate one = TestCertificate.make("one");
        TestCertificate other = TestCertificate.make("other");
        for (TlsMaterial bad : List.of(
                new TlsMaterial(garbage, one.material().keyPem()),
                new TlsMaterial(one.material().chainPem(), garbage),
                new TlsMaterial(one.material().chainPem(), other.material().keyPem()))) {
            assertThatThrownBy(() -> running(bad))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("--device-https-listen")
                    .hasMessageContaining("PEM");
        }
    }
}
