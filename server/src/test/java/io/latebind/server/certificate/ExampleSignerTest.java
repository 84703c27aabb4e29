package io.latebind.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.latebind.server.certificate.RemoteFixture.Order;
import io.latebind.server.certificate.TestAuthority.Wanted;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.kernel.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signer that docs/certificates.md gives away, as it stands there. */
class ExampleSignerTest {
    private final RemoteFixture fixture = new RemoteFixture();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        fixture.close();
    }

    private static boolean hasPython() {
        try {
            return new ProcessBuilder("python3", "-c", "import ssl").start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path example() {
        Path here = Path.of("docs", "signer.py");
        return (Files.exists(here) ? here : Path.of("..").resolve(here)).toAbsolutePath();
    }

    @Test
    void signsForDevicesAndForNobodyElse() throws IOException {
        assumeTrue(hasPython(), "the example is written in Python 3, which this machine does not have");
        fixture.certificates.service.clock.advance(Duration.between(fixture.now(), Instant.now()));
        OpenSsl openssl = new OpenSsl(folder);
        KeyPair host = TestAuthority.keyPair();
        openssl.file(
                "tls.pem",
                PemBlock.of(fixture.tls.issue(
                        Wanted.of(host, "CN=host", Instant.now()).host(SignerServer.HOST))));
        openssl.file("tls.key", TestAuthority.pem(host.getPrivate()));
        openssl.file("ca.pem", PemBlock.of(fixture.root.certificate()));
        openssl.file("ca.key", fixture.root.keyPem());
        openssl.file("secret", RemoteFixture.WEBHOOK_SECRET.reveal() + "\n");
        Process signer = new ProcessBuilder("python3", example().toString(), "0")
                .directory(folder.toFile())
                .redirectError(folder.resolve("log").toFile())
                .start();
        try (BufferedReader said = signer.inputReader(StandardCharsets.UTF_8)) {
            String url = "https://" + SignerServer.HOST + ":" + said.readLine().replace("listening on ", "") + "/";
            add("example", url, RemoteFixture.WEBHOOK_SECRET);
            Order order = fixture.order("example");
            Issuance.Issued issued = fixture.issued(order);
            openssl.file("device.pem", issued.pem());
            assertThat(openssl.good("verify", "-purpose", "sslclient", "-CAfile", "ca.pem", "device.pem"))
                    .contains("OK");
            assertThat(openssl.good("x509", "-in", "device.pem", "-noout", "-subject"))
                    .contains(order.order().device().uuid().toString());

            fixture.certificates.service.database.execute("DELETE FROM issued_certificate");
            assertThat(fixture.issued(order).pem())
                    .as("asked again with the same key")
                    .isEqualTo(issued.pem());

            add("forged", url, new Secret("whsec_BBECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
            assertThat(fixture.delayed(fixture.order("forged"))).contains("answered 401", "bad signature");
        } finally {
            signer.destroy();
        }
    }

    private void add(String name, String url, Secret secret) {
        fixture.add(
                name,
                new SignerSettings.Webhook(url, List.of(fixture.tls.certificate())),
                secret,
                false,
                List.of(fixture.root.certificate()));
    }
}
