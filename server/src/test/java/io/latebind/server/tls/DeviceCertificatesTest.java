package io.latebind.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.SeededIds;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
    private static final List<String> NAMES = List.of("provision.example.com", "localhost", "192.0.2.7", "2001:db8::7");

    @TempDir
    Path data;

    private Path folder = Path.of("");

    @BeforeEach
    void nameTheFolder() {
        folder = data.resolve("tls");
    }

    @Test
    void makesARootForTwentyYears() {
        X509Certificate root = certificate(open(NAMES, NOW).rootPem());
        assertThat(root.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(root.getNotAfter().toInstant()).isEqualTo(Instant.parse("2046-11-22T10:00:00Z"));
        assertThat(root.getBasicConstraints()).isZero();
        assertThat(root.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(((ECPublicKey) root.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
    }

    @Test
    void makesAServerCertificateForNamesAndAddresses() throws Exception {
        DeviceCertificates certificates = open(NAMES, NOW);
        X509Certificate server = certificate(certificates.current().certificateChain());
        server.verify(certificate(certificates.rootPem()).getPublicKey());
        assertThat(server.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(Duration.between(
                        server.getNotBefore().toInstant(), server.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(398));
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getSerialNumber().signum()).isPositive();
        assertThat(RenewalRules.holds(server, NAMES)).isTrue();
        assertThat(RenewalRules.holds(server, List.of("localhost"))).isFalse();
        assertThat(certificates.current().toString()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void keepsPrivateKeysPrivate() throws IOException {
        open(NAMES, NOW);
        for (String key : List.of("ca.key", "server.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(key))))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(folder.resolve("ca.pem"))).doesNotContain("PRIVATE");
    }

    @Test
    void keepsEverythingOverARestart() {
        DeviceCertificates first = open(NAMES, NOW);
        DeviceCertificates second = open(NAMES, NOW.plus(Duration.ofDays(100)));
        assertThat(second.rootPem()).isEqualTo(first.rootPem());
        assertThat(second.current()).isEqualTo(first.current());
    }

    @Test
    void renewsAfterTwoThirdsOfItsLifeUnderTheSameRoot() throws Exception {
        DeviceCertificates certificates = open(NAMES, NOW);
        PemPair old = certificates.current();
        Instant due = NOW.minus(Duration.ofDays(1)).plus(Duration.ofHours(398 * 16));
        assertThat(certificates.renewIfDue(due.minusSeconds(60))).isEmpty();
        PemPair renewed = certificates.renewIfDue(due).orElseThrow();
        assertThat(renewed).isNotEqualTo(old).isEqualTo(certificates.current());
        certificate(renewed.certificateChain())
                .verify(certificate(certificates.rootPem()).getPublicKey());
        assertThat(certificates.renewIfDue(due)).isEmpty();
        assertThat(open(NAMES, due).current()).isEqualTo(renewed);
    }

    @Test
    void renewsAtAStartThatComesTooLate() {
        PemPair old = open(NAMES, NOW).current();
        DeviceCertificates late = open(NAMES, NOW.plus(Duration.ofDays(500)));
        assertThat(late.current()).isNotEqualTo(old);
    }

    @Test
    void renewsWhenTheClockWasAheadAsItWasMade() {
        DeviceCertificates certificates = open(NAMES, NOW);
        assertThat(certificates.renewIfDue(NOW.minus(Duration.ofDays(30)))).isPresent();
    }

    @Test
    void renewsWhenTheNamesChangeButNotWhenTheirOrderDoes() {
        DeviceCertificates first = open(NAMES, NOW);
        assertThat(open(NAMES.reversed(), NOW).current()).isEqualTo(first.current());
        DeviceCertificates second = open(List.of("other.example.com"), NOW);
        assertThat(second.current()).isNotEqualTo(first.current());
        assertThat(second.rootPem()).isEqualTo(first.rootPem());
        assertThat(RenewalRules.holds(certificate(second.current().certificateChain()), List.of("other.example.com")))
                .isTrue();
    }

    @Test
    void makesANewServerCertificateWhenACrashLeftHalfOfOne() throws IOException {
        DeviceCertificates first = open(NAMES, NOW);
        String certificate = Files.readString(folder.resolve("server.pem"));
        open(List.of("other.example.com"), NOW);
        Files.writeString(folder.resolve("server.pem"), certificate);
        DeviceCertificates second = open(NAMES, NOW);
        assertThat(second.current()).isNotEqualTo(first.current());
        assertThat(second.rootPem()).isEqualTo(first.rootPem());
        Files.writeString(folder.resolve("server.key"), "garbage");
        assertThat(open(NAMES, NOW).current()).isNotEqualTo(second.current());
    }

    @Test
    void endsNoLaterThanItsRoot() {
        DeviceCertificates first = open(NAMES, NOW);
        Instant rootEnd = certificate(first.rootPem()).getNotAfter().toInstant();
        assertThat(open(NAMES, rootEnd.minus(Duration.ofDays(100))).expiresAt()).isEqualTo(rootEnd);
        assertThat(first.renewIfDue(rootEnd)).isEmpty();
        assertRefused(rootEnd, "is over");
    }

    @Test
    void refusesADamagedRootAndNeverReplacesIt() throws IOException {
        open(NAMES, NOW);
        String key = Files.readString(folder.resolve("ca.key"));
        String certificate = Files.readString(folder.resolve("ca.pem"));
        Files.writeString(folder.resolve("ca.key"), Files.readString(folder.resolve("server.key")));
        assertRefused(NOW, "ca.key is not the private key to the root certificate beside it. Put the file back");
        Files.delete(folder.resolve("ca.key"));
        assertRefused(NOW, "ca.key, the private key to the root certificate, is missing or damaged. Put the file back");
        Files.writeString(folder.resolve("ca.key"), key);
        Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        assertRefused(NOW, "ca.pem holds no certificate. Put the file back");
        Files.delete(folder.resolve("ca.pem"));
        assertRefused(NOW, "ca.pem, the root certificate that devices trust, is missing. Put the file back");
        Files.writeString(folder.resolve("ca.pem"), certificate);
        assertThat(open(NAMES, NOW).rootPem()).isEqualTo(certificate);
    }

    @Test
    void makesTheRootAnewAfterACrashBeforeAnybodySawIt() throws IOException {
        open(NAMES, NOW);
        for (String file : List.of("ca.pem", "server.key", "server.pem")) {
            Files.delete(folder.resolve(file));
        }
        open(NAMES, NOW);
        open(NAMES, NOW);
    }

    @Test
    void goesOnWithTheOldCertificateWhenTheDiskRefusesTheNew() throws IOException {
        DeviceCertificates certificates = open(NAMES, NOW);
        PemPair old = certificates.current();
        Path blocked = Files.createDirectory(folder.resolve("server.key.tmp"));
        Files.createFile(blocked.resolve("x"));
        Instant due = NOW.plus(Duration.ofDays(300));
        assertThatThrownBy(() -> certificates.renewIfDue(due)).isInstanceOf(UncheckedIOException.class);
        assertThat(certificates.current()).isEqualTo(old);
        Files.delete(blocked.resolve("x"));
        assertThat(certificates.renewIfDue(due)).isPresent();
    }

    private void assertRefused(Instant now, String words) {
        assertThatThrownBy(() -> open(NAMES, now))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(words)
                .hasNoCause();
    }

    private DeviceCertificates open(List<String> names, Instant now) {
        return DeviceCertificates.open(folder, names, new SeededIds(1), now);
    }

    private static X509Certificate certificate(String pem) {
        return Pem.certificate(pem).orElseThrow();
    }
}
