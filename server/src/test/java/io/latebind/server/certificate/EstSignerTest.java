package io.latebind.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.certificate.RemoteFixture.Order;
import io.latebind.server.certificate.SignerServer.Answer;
import io.latebind.server.certificate.TestAuthority.Wanted;
import io.latebind.server.certificate.remote.RemoteSigner;
import io.latebind.server.certificate.remote.SignerAccess;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.certificate.remote.SignerSettings.Login;
import io.latebind.server.certificate.remote.SignerStore;
import io.latebind.server.certificate.remote.TestSigner;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Enrollment over Secure Transport (RFC 7030) with a server that really signs. */
class EstSignerTest {
    private static final Secret PASSWORD = new Secret("p:äss wörd");

    private final RemoteFixture fixture = new RemoteFixture();
    private final TestAuthority clients = TestAuthority.root("Clients", Instant.now());
    private final SignerServer server = new SignerServer(fixture.tls);

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    private void add(String name, String url, Login login, Secret secret) {
        SignerSettings where = new SignerSettings.Est(url, Optional.empty(), List.of(fixture.tls.certificate()), login);
        fixture.add(name, where, secret, false, List.of(fixture.issuing.certificate()));
    }

    private void addWithPassword() {
        add("est", server.url(""), new Login.Password("latebind"), PASSWORD);
    }

    /** Checks the request as a certificate authority does, and signs it. */
    private Answer enrolled(SignerServer.Heard heard) {
        try {
            PKCS10CertificationRequest request =
                    new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(heard.body()));
            assertThat(request.isSignatureValid(
                            new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo())))
                    .isTrue();
            Wanted wanted = Wanted.of(
                    request.getSubjectPublicKeyInfo(), request.getSubject().toString(), fixture.now());
            return Answer.of(200, Pkcs7.of(fixture.issuing.issue(wanted)))
                    .with("Content-Type", "application/pkcs7-mime; smime-type=certs-only")
                    .with("Content-Transfer-Encoding", "base64");
        } catch (IOException | OperatorCreationException | PKCSException fault) {
            throw new IllegalStateException(fault);
        }
    }

    @Test
    void enrollsWithAPassword() {
        addWithPassword();
        server.answers(this::enrolled);
        Order order = fixture.order("est");
        assertThat(fixture.issued(order).pem()).startsWith("-----BEGIN CERTIFICATE-----");
        SignerServer.Heard heard = server.heard.getFirst();
        assertThat(heard.method() + " " + heard.path()).isEqualTo("POST /.well-known/est/simpleenroll");
        assertThat(heard.headers())
                .containsEntry("content-type", "application/pkcs10")
                .containsEntry("content-transfer-encoding", "base64")
                .containsEntry(
                        "authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("latebind:p:äss wörd".getBytes(StandardCharsets.UTF_8)));
        assertThat(heard.client()).isEmpty();
    }

    @Test
    void enrollsWithACertificateOfItsOwn() {
        KeyPair own = TestAuthority.keyPair();
        X509CertificateHolder certificate = clients.issue(Wanted.of(own, "CN=latebind", Instant.now()));
        try (SignerServer strict = new SignerServer(fixture.tls, 0, Optional.of(clients.certificate()))) {
            strict.answers(this::enrolled);
            add(
                    "mutual",
                    strict.url(""),
                    new Login.ClientCertificate(List.of(certificate)),
                    new Secret(TestAuthority.pem(own.getPrivate())));
            fixture.issued(fixture.order("mutual"));
            assertThat(strict.heard).singleElement().satisfies(heard -> {
                assertThat(heard.client()).contains("CN=latebind");
                assertThat(heard.headers()).doesNotContainKey("authorization");
            });

            KeyPair others = TestAuthority.keyPair();
            X509CertificateHolder foreign = fixture.root.issue(Wanted.of(others, "CN=latebind", Instant.now()));
            add(
                    "unknown",
                    strict.url(""),
                    new Login.ClientCertificate(List.of(foreign)),
                    new Secret(TestAuthority.pem(others.getPrivate())));
            assertThat(fixture.delayed(fixture.order("unknown"))).contains("cannot be asked");
            add("password", strict.url(""), new Login.Password("latebind"), PASSWORD);
            assertThat(fixture.delayed(fixture.order("password"))).contains("cannot be asked");
            assertThat(strict.heard).hasSize(1);
            fixture.issued(fixture.order("mutual"));
        }
    }

    @Test
    void namesTheAuthorityOfTheServerByItsLabel() {
        SignerSettings where = new SignerSettings.Est(
                server.url("/"),
                Optional.of("meters"),
                List.of(fixture.tls.certificate()),
                new Login.Password("latebind"));
        fixture.add(
                "labelled", where, PASSWORD, true, List.of(fixture.issuing.certificate(), fixture.root.certificate()));
        server.answers(this::enrolled);
        assertThat(fixture.issued(fixture.order("labelled")).pem())
                .as("EST gives the certificate alone; what stands above it is known")
                .endsWith(PemBlock.of(fixture.issuing.certificate()));
        assertThat(server.heard.getFirst().path()).isEqualTo("/.well-known/est/meters/simpleenroll");
    }

    @Test
    void comesAgainWhenTheServerWantsTimeToDecide() {
        addWithPassword();
        server.answers(Answer.of(202, "").with("Retry-After", "300"));
        Order slow = fixture.order("est");
        assertThat(fixture.delayed(slow)).contains("asked again in 300 seconds");
        server.answers(this::enrolled);
        assertThat(fixture.delayed(slow)).contains("asked again at 2026-11-22T12:05:00Z");
        fixture.issued(fixture.order("est"));
        fixture.certificates.service.clock.advance(Duration.ofMinutes(5));
        fixture.issued(slow);
        assertThat(server.heard).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"400, the request lacks a challenge password", "403, meters get no certificates", "422, wrong curve"})
    void takesARefusalInPlainTextAsFinal(int status, String reason) {
        addWithPassword();
        server.answers(Answer.of(status, reason).with("Content-Type", "text/plain"));
        assertThat(fixture.refused(fixture.order("est"))).isEqualTo("the certificate authority est refused: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "400, <html>No required SSL certificate was sent</html>",
        "403, ''",
        "401, who are you",
        "404, no such label",
        "302, ''",
        "429, slower",
        "500, broken",
        "503, closed",
        "204, ''",
        "200, this is no PKCS#7",
        "200, MIAGCSqGSIb3DQEHAqCA",
        "200, ''"
    })
    void takesEverythingElseAsSomethingThatMayPass(int status, String body) {
        addWithPassword();
        server.answers(Answer.of(status, body));
        Order order = fixture.order("est");
        assertThat(fixture.delayed(order)).contains("the signer of the certificate authority est", "" + status);
        server.answers(this::enrolled);
        fixture.issued(order);
    }

    @Test
    void saysThatThePasswordMayBeWrong() {
        addWithPassword();
        server.answers(Answer.of(401, ""));
        assertThat(fixture.delayed(fixture.order("est")))
                .contains("answered 401; look at the credentials")
                .doesNotContain(PASSWORD.reveal());
    }

    @Test
    void refusesWhatTheServersAuthorityDidNotSign() {
        addWithPassword();
        TestAuthority other = TestAuthority.root("Acme devices", fixture.now());
        Order order = fixture.order("est");
        Wanted wanted = Wanted.of(order.keys(), "CN=device", fixture.now());
        server.answers(Answer.of(200, Pkcs7.of(other.issue(wanted))));
        assertThat(fixture.refused(order)).contains("does not stand under");
        Order another = fixture.order("est");
        server.answers(Answer.of(200, Pkcs7.of(fixture.issuing.certificate())));
        assertThat(fixture.refused(another)).contains("for another key");
    }

    @Test
    void believesItsOwnRootsAlone() {
        add("misnamed", server.url("").replace(SignerServer.HOST, "other.example"), new Login.Password("l"), PASSWORD);
        assertThat(fixture.delayed(fixture.order("misnamed"))).contains("TLS");
        SignerSettings foreign = new SignerSettings.Est(
                server.url(""), Optional.empty(), List.of(clients.certificate()), new Login.Password("l"));
        fixture.add("foreign", foreign, PASSWORD, false, List.of());
        assertThat(fixture.delayed(fixture.order("foreign"))).contains("TLS");
        assertThat(server.heard).as("no password went to a stranger").isEmpty();
    }

    private SignerSettings place(SignerServer at) {
        return new SignerSettings.Est(
                at.url(""), Optional.empty(), List.of(fixture.tls.certificate()), new Login.Password("latebind"));
    }

    private static String basic(Secret password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(("latebind:" + password.reveal()).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sendsNoPasswordToAPlaceThatItWasNotGivenFor() {
        Secret another = new Secret("of the other place");
        addWithPassword();
        try (SignerServer elsewhere = new SignerServer(fixture.tls)) {
            server.answers(this::enrolled);
            elsewhere.answers(this::enrolled);
            RemoteSigner real = fixture.signer();
            fixture.certificates.signers.put(AuthorityKind.EST, order -> {
                fixture.move("est", place(elsewhere), another);
                return real.sign(order);
            });
            fixture.issued(fixture.order("est"));
            assertThat(elsewhere.heard)
                    .singleElement()
                    .satisfies(heard -> assertThat(heard.headers()).containsEntry("authorization", basic(another)));
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void triesAPlaceWithThePasswordThatItWasGivenFor() {
        Secret another = new Secret("of the other place");
        addWithPassword();
        try (SignerServer elsewhere = new SignerServer(fixture.tls)) {
            SignerStore movedAtOnce =
                    new MovedBehindReader(fixture.settings, () -> fixture.move("est", place(elsewhere), another));
            TestSigner testing = new TestSigner(
                    fixture.certificates.service.transactor,
                    fixture.certificates.stores.authorities(),
                    movedAtOnce,
                    fixture.signer(),
                    fixture.certificates.service.clock,
                    fixture.certificates.service.ids);
            testing.test(fixture.certificates.service.owner, fixture.id("est"));
            assertThat(elsewhere.heard).isEmpty();
            assertThat(server.heard)
                    .singleElement()
                    .satisfies(heard -> assertThat(heard.headers()).containsEntry("authorization", basic(PASSWORD)));
        }
    }

    /** The database, in which somebody else changes a signer as soon as it was read. */
    private record MovedBehindReader(SignerStore real, Runnable move) implements SignerStore {
        @Override
        public Optional<SignerAccess> access(Tx tx, AuthorityId authority) {
            Optional<SignerAccess> found = real.access(tx, authority);
            move.run();
            return found;
        }

        @Override
        public Optional<SignerSettings> settings(Tx tx, AuthorityId authority) {
            Optional<SignerSettings> found = real.settings(tx, authority);
            move.run();
            return found;
        }

        @Override
        public Map<AuthorityId, SignerSettings> list(Tx tx, TeamId team) {
            return real.list(tx, team);
        }

        @Override
        public void save(Tx tx, AuthorityId authority, SignerSettings settings) {
            real.save(tx, authority, settings);
        }

        @Override
        public void saveSecret(Tx tx, AuthorityId authority, Secret secret) {
            real.saveSecret(tx, authority, secret);
        }

        @Override
        public void saveAnchors(Tx tx, AuthorityId authority, List<X509CertificateHolder> anchors, Instant now) {
            real.saveAnchors(tx, authority, anchors, now);
        }
    }
}
