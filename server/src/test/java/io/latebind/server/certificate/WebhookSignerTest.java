package io.latebind.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.certificate.Issuance.RefusalCause;
import io.latebind.server.certificate.RemoteFixture.Order;
import io.latebind.server.certificate.SignerServer.Answer;
import io.latebind.server.certificate.TestAuthority.Wanted;
import io.latebind.server.certificate.link.OutboundSignerCalls;
import io.latebind.server.certificate.remote.SignerSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A team's own signer, asked over HTTPS: what it is told, and what becomes of its answers. */
class WebhookSignerTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RemoteFixture fixture = new RemoteFixture();
    private final SignerServer signer = new SignerServer(fixture.tls);

    @BeforeEach
    void addTheAuthority() {
        fixture.addWebhook("acme", signer.url("/sign"));
    }

    @AfterEach
    void close() {
        signer.close();
        fixture.close();
    }

    private Wanted wanted(Order order) {
        return Wanted.of(order.keys(), "CN=" + order.order().device().uuid(), fixture.now());
    }

    private static Answer certificate(X509CertificateHolder... chain) {
        return Answer.of(
                200,
                JSON.createObjectNode()
                        .put("certificate", PemBlock.of(List.of(chain)))
                        .toString());
    }

    private static String refusal(String reason) {
        return JSON.createObjectNode().put("reason", reason).toString();
    }

    @Test
    void asksWithTheRequestTheDeviceAndWhatTheProfileMakesOfIt() {
        Order order = fixture.order("acme");
        signer.answers(certificate(fixture.issuing.issue(wanted(order))));
        fixture.issued(order);

        SignerServer.Heard heard = signer.heard.getFirst();
        assertThat(heard.method() + " " + heard.path()).isEqualTo("POST /sign");
        assertThat(heard.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("idempotency-key", order.order().attempt().text());
        JsonNode body = JSON.readTree(heard.body());
        assertThat(body.get("type").stringValue()).isEqualTo("certificate.request");
        assertThat(body.get("idempotencyKey").stringValue())
                .isEqualTo(order.order().attempt().text());
        assertThat(body.get("authority").stringValue()).isEqualTo("acme");
        assertThat(body.get("csr").stringValue())
                .startsWith("-----BEGIN CERTIFICATE REQUEST-----\n")
                .contains(Base64.getEncoder()
                        .encodeToString(order.order().request().der())
                        .substring(0, 64));
        String uuid = order.order().device().uuid().toString();
        assertThat(body.get("device"))
                .isEqualTo(JSON.readTree(
                        "{\"id\":\"" + uuid + "\",\"type\":\"nrf9151_LACA\",\"registered\":false,\"tags\":[]}"));
        assertThat(body.get("certificate").get("subject"))
                .isEqualTo(JSON.readTree("[{\"attribute\":\"CN\",\"value\":\"" + uuid + "\"}]"));
        assertThat(body.get("certificate").get("keyUsage").toString()).isEqualTo("[\"digitalSignature\"]");
        assertThat(body.get("certificate").get("extendedKeyUsage").toString()).isEqualTo("[\"clientAuth\"]");
    }

    @Test
    void signsWhatItSendsAsWebhooksAreSigned() throws GeneralSecurityException {
        Order order = fixture.order("acme");
        signer.answers(certificate(fixture.issuing.issue(wanted(order))));
        fixture.issued(order);
        SignerServer.Heard heard = signer.heard.getFirst();
        String id = heard.headers().get("webhook-id");
        assertThat(id).as("the signature has its parts between full stops").doesNotContain(".");
        String signed = id + "." + heard.headers().get("webhook-timestamp") + "." + heard.body();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                Base64.getDecoder().decode(RemoteFixture.WEBHOOK_SECRET.reveal().substring("whsec_".length())),
                "HmacSHA256"));
        assertThat(heard.headers().get("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void givesTheDeviceWhatWasSignedAndAsksNoMore() {
        Order order = fixture.order("acme");
        X509CertificateHolder made = fixture.issuing.issue(wanted(order));
        signer.answers(certificate(made, fixture.issuing.certificate()));
        assertThat(fixture.issued(order).pem()).isEqualTo(PemBlock.of(made));
        assertThat(fixture.issued(order).pem()).isEqualTo(PemBlock.of(made));
        assertThat(signer.heard).hasSize(1);
    }

    @Test
    void putsTheIssuingAuthorityBehindItWhereItIsWantedInWhateverOrderItCame() {
        SignerSettings where = new SignerSettings.Webhook(signer.url("/sign"), List.of(fixture.tls.certificate()));
        fixture.add("whole", where, RemoteFixture.WEBHOOK_SECRET, true, List.of(fixture.root.certificate()));
        Order order = fixture.order("whole");
        X509CertificateHolder made = fixture.issuing.issue(wanted(order));
        signer.answers(certificate(fixture.root.certificate(), fixture.issuing.certificate(), made));
        assertThat(fixture.issued(order).pem()).isEqualTo(PemBlock.of(List.of(made, fixture.issuing.certificate())));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void takesARefusalWithAReasonAsFinal(int status) {
        signer.answers(Answer.of(status, refusal("the meter was scrapped")));
        Order order = fixture.order("acme");
        assertThat(fixture.refused(order)).isEqualTo("the certificate authority acme refused: the meter was scrapped");
        assertThat(fixture.certificates.counted.refused).containsExactly(RefusalCause.SIGNER);
        assertThat(fixture.column("SELECT attempt FROM issued_certificate")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ''",
        "403, <html>blocked by the firewall</html>",
        "401, '{\"reason\":\"unknown signature\"}'",
        "404, '{\"reason\":\"no such page\"}'",
        "409, '{\"reason\":\"busy with it\"}'",
        "429, '{\"reason\":\"too many\"}'",
        "500, '{\"reason\":\"broken\"}'",
        "503, '{\"reason\":\"closed\"}'",
        "200, '{\"reason\":\"a refusal with the wrong status\"}'",
        "200, <html>We are back soon</html>",
        "200, '{\"certificate\":\"-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n\"}'",
        "200, '{\"certificate\":7}'",
        "201, '{}'"
    })
    void takesEverythingElseAsSomethingThatMayPass(int status, String body) {
        signer.answers(Answer.of(status, body));
        Order order = fixture.order("acme");
        assertThat(fixture.delayed(order)).contains("the signer of the certificate authority acme", "" + status);
        signer.answers(certificate(fixture.issuing.issue(wanted(order))));
        fixture.issued(order);
    }

    @Test
    void followsNoRedirect() {
        signer.answers(Answer.of(307, "").with("Location", signer.url("/elsewhere")));
        assertThat(fixture.delayed(fixture.order("acme"))).contains("307, a redirect, which is not followed");
        assertThat(signer.heard).extracting(SignerServer.Heard::path).containsExactly("/sign");
    }

    @Test
    void readsNoMoreThanSomeOfAHugeAnswer() {
        signer.answers(Answer.of(200, "{\"certificate\":\"" + " ".repeat(2_000_000) + "\"}"));
        assertThat(fixture.delayed(fixture.order("acme"))).contains("longer than 64 KiB");
    }

    @Test
    void refusesACertificateForAnotherKey() {
        KeyPair other = TestAuthority.keyPair();
        signer.answers(certificate(fixture.issuing.issue(Wanted.of(other, "CN=somebody", fixture.now()))));
        assertThat(fixture.refused(fixture.order("acme")))
                .contains("certificate for another key", "CN=somebody", "serial number");
    }

    @Test
    void refusesACertificateThatMakesTheDeviceAnAuthority() {
        Order order = fixture.order("acme");
        signer.answers(certificate(fixture.issuing.issue(wanted(order).authority())));
        assertThat(fixture.refused(order)).contains("makes the device a certificate authority");
    }

    @Test
    void refusesACertificateThatIsOver() {
        Order order = fixture.order("acme");
        Instant now = fixture.now();
        signer.answers(certificate(fixture.issuing.issue(wanted(order).between(now.minusSeconds(9), now))));
        assertThat(fixture.refused(order)).contains("that ended at 2026-11-22T12:00:00Z");
    }

    @Test
    void forgivesASignerWhoseClockIsALittleAhead() {
        SignerSettings where = new SignerSettings.Webhook(signer.url("/sign"), List.of(fixture.tls.certificate()));
        fixture.add("ahead", where, RemoteFixture.WEBHOOK_SECRET, false, List.of(fixture.issuing.certificate()));
        Order order = fixture.order("ahead");
        Instant begin = fixture.now().plusSeconds(60);
        signer.answers(
                certificate(fixture.issuing.issue(wanted(order).between(begin, begin.plus(Duration.ofDays(1))))));
        fixture.issued(order);
    }

    @Test
    void waitsForACertificateThatHasNotBegun() {
        Order order = fixture.order("acme");
        Instant begin = fixture.now().plusSeconds(120);
        X509CertificateHolder made =
                fixture.issuing.issue(wanted(order).between(begin, begin.plus(Duration.ofDays(1))));
        signer.answers(certificate(made));
        assertThat(fixture.delayed(order)).contains("begins only at 2026-11-22T12:02:00Z", "clocks");
        fixture.certificates.service.clock.advance(Duration.ofMinutes(1));
        assertThat(fixture.issued(order).pem()).isEqualTo(PemBlock.of(made));
    }

    @Test
    void refusesACertificateThatDoesNotStandUnderTheAnchorsOfTheAuthority() {
        SignerSettings where = new SignerSettings.Webhook(signer.url("/sign"), List.of(fixture.tls.certificate()));
        fixture.add("anchored", where, RemoteFixture.WEBHOOK_SECRET, false, List.of(fixture.root.certificate()));
        TestAuthority impostor = TestAuthority.root("Acme root", fixture.now());
        Order order = fixture.order("anchored");
        signer.answers(certificate(impostor.issue(wanted(order)), impostor.certificate()));
        assertThat(fixture.refused(order)).contains("does not stand under", "certificateChain");

        Order incomplete = fixture.order("anchored");
        signer.answers(certificate(fixture.issuing.issue(wanted(incomplete))));
        assertThat(fixture.refused(incomplete)).contains("does not stand under");

        Order good = fixture.order("anchored");
        signer.answers(certificate(fixture.issuing.issue(wanted(good)), fixture.issuing.certificate()));
        fixture.issued(good);
    }

    @Test
    void refusesACertificateWithoutAnyName() {
        Order order = fixture.order("acme");
        signer.answers(certificate(
                fixture.issuing.issue(Wanted.of(order.keys(), "", fixture.now())), fixture.issuing.certificate()));
        assertThat(fixture.refused(order)).contains("names nobody", "subject", "RFC 5280");
    }

    @Test
    void refusesACertificateThatAnotherDeviceHasSigned() {
        TestAuthority notOne = fixture.issuing;
        KeyPair leafKeys = TestAuthority.keyPair();
        X509CertificateHolder leaf = notOne.issue(Wanted.of(leafKeys, "CN=leaf", fixture.now()));
        SignerSettings where = new SignerSettings.Webhook(signer.url("/sign"), List.of(fixture.tls.certificate()));
        fixture.add("leaves", where, RemoteFixture.WEBHOOK_SECRET, false, List.of(notOne.certificate()));
        Order order = fixture.order("leaves");
        TestAuthority byLeaf = TestAuthority.of(leafKeys, leaf);
        signer.answers(certificate(byLeaf.issue(wanted(order)), leaf));
        assertThat(fixture.refused(order)).contains("does not stand under");
    }

    @Test
    void speaksOnlyToTheHostThatItsRootsVouchFor() {
        signer.answers(Answer.of(422, refusal("was asked")));
        fixture.addWebhook("misnamed", signer.url("/sign").replace(SignerServer.HOST, "other.example"));
        assertThat(fixture.delayed(fixture.order("misnamed"))).contains("cannot be asked", "TLS");
        fixture.add(
                "foreign",
                new SignerSettings.Webhook(signer.url("/sign"), List.of(fixture.root.certificate())),
                RemoteFixture.WEBHOOK_SECRET,
                false,
                List.of());
        assertThat(fixture.delayed(fixture.order("foreign"))).contains("cannot be asked", "TLS");
        fixture.add(
                "public",
                new SignerSettings.Webhook(signer.url("/sign"), List.of()),
                RemoteFixture.WEBHOOK_SECRET,
                false,
                List.of());
        assertThat(fixture.delayed(fixture.order("public"))).contains("cannot be asked", "TLS");
        assertThat(signer.heard).isEmpty();
    }

    @Test
    void leadsNowhereInsideUnlessTheOperatorOpensIt() {
        try (OutboundSignerCalls closed = OutboundSignerCalls.open(RemoteFixture.LOOPBACK, false)) {
            fixture.use(closed);
            assertThat(fixture.delayed(fixture.order("acme"))).contains("loopback", "webhook-allow-private");
        }
        assertThat(signer.heard).isEmpty();
    }

    @Test
    void leavesASignerAloneForAsLongAsItWants() {
        signer.answers(Answer.of(429, "").with("Retry-After", "120"));
        Order order = fixture.order("acme");
        fixture.delayed(order);
        signer.answers(certificate(fixture.issuing.issue(wanted(order))));
        fixture.certificates.service.clock.advance(Duration.ofSeconds(119));
        assertThat(fixture.delayed(order)).contains("wants to be left alone until 2026-11-22T12:02:00Z");
        assertThat(fixture.delayed(fixture.order("acme"))).contains("wants to be left alone");
        assertThat(signer.heard).hasSize(1);
        fixture.certificates.service.clock.advance(Duration.ofSeconds(1));
        fixture.issued(order);
    }

    @Test
    void givesEverybodyTheirCertificateWhenASignerComesBackAfterTenMinutes() {
        int port = signer.port();
        signer.close();
        List<Order> orders = java.util.stream.IntStream.range(0, 10)
                .mapToObj(_ -> fixture.order("acme"))
                .toList();
        for (int minute = 0; minute < 10; minute++) {
            orders.forEach(fixture::delayed);
            fixture.certificates.service.clock.advance(Duration.ofMinutes(1));
        }
        try (SignerServer back = new SignerServer(fixture.tls, port, Optional.empty())) {
            back.answers(heard -> certificate(fixture.issuing.issue(wanted(orders.stream()
                    .filter(order -> order.order()
                            .attempt()
                            .text()
                            .equals(heard.headers().get("idempotency-key")))
                    .findFirst()
                    .orElseThrow()))));
            orders.forEach(fixture::issued);
            assertThat(back.heard).hasSize(10);
        }
    }
}
