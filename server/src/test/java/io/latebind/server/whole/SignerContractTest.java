package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.certificate.PemBlock;
import io.latebind.server.certificate.SignerServer;
import io.latebind.server.certificate.SignerServer.Answer;
import io.latebind.server.certificate.TestAuthority;
import io.latebind.server.certificate.TestAuthority.Wanted;
import java.security.KeyPair;
import java.time.Instant;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Authorities whose signer is elsewhere, over REST. */
@ExtendWith(SharedService.class)
class SignerContractTest {
    private static final String AUTHORITIES = "/v1/certificate-authorities";
    private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RunningService service;
    private final ApiClient owner;
    private final TestAuthority tls = TestAuthority.root("TLS", Instant.now());
    private final SignerServer signer = new SignerServer(tls);

    SignerContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    @AfterEach
    void close() {
        signer.close();
    }

    private String url(String path) {
        return "https://localhost:" + signer.port() + path;
    }

    private String roots() {
        return PemBlock.of(tls.certificate());
    }

    private ObjectNode webhook() {
        return JSON.createObjectNode().put("url", url("/sign")).put("caCertificates", roots());
    }

    private ObjectNode est() {
        return JSON.createObjectNode()
                .put("url", url(""))
                .put("caCertificates", roots())
                .put("username", "latebind")
                .put("password", "never shown");
    }

    private static String body(String kind, ObjectNode signer) {
        return JSON.createObjectNode()
                .put("name", UUID.randomUUID().toString())
                .set(kind, signer)
                .toString();
    }

    private static String change(String kind, ObjectNode signer) {
        return JSON.createObjectNode().set(kind, signer).toString();
    }

    private String audited() {
        return owner.get("/v1/audit-events?pageLimit=100").is(200).json().toString();
    }

    @Test
    void makesTheSecretOfAWebhookAndShowsItOnce() {
        io.latebind.server.whole.Answer made =
                owner.post(AUTHORITIES, body("webhook", webhook())).is(201);
        String secret = made.text("/webhook/secret");
        assertThat(secret).startsWith("whsec_");
        assertThat(made.text("/kind")).isEqualTo("webhook");
        assertThat(made.text("/webhook/url")).isEqualTo(url("/sign"));
        String shown = owner.get(AUTHORITIES + "/" + made.id()).is(200).json().toString();
        assertThat(shown).contains("/sign").doesNotContain(secret, "keyId", "crlUrl");
        assertThat(owner.get(AUTHORITIES).is(200).json().toString())
                .contains("/sign")
                .doesNotContain(secret);
        assertThat(audited()).contains("/sign", "TLS").doesNotContain(secret);
    }

    @Test
    void takesASecretOfYourOwnAndAnotherInItsPlace() {
        io.latebind.server.whole.Answer made = owner.post(
                        AUTHORITIES, body("webhook", webhook().put("secret", SECRET)))
                .is(201);
        assertThat(made.json().toString()).doesNotContain("whsec_");
        signer.answers(Answer.of(204, ""));
        owner.post(AUTHORITIES + "/" + made.id() + "/test").is(200);
        String other = SECRET.replace("AAEC", "BBEC");
        owner.patch(AUTHORITIES + "/" + made.id(), change("webhook", webhook().put("secret", other)))
                .is(200);
        owner.post(AUTHORITIES + "/" + made.id() + "/test").is(200);
        assertThat(signer.heard)
                .hasSize(2)
                .extracting(heard -> heard.headers().get("webhook-signature"))
                .doesNotHaveDuplicates();
        assertThat(audited()).contains("\"secretReplaced\":true").doesNotContain("whsec_");
    }

    @Test
    void triesAWebhookWithoutHavingAnythingSigned() {
        String id = owner.post(AUTHORITIES, body("webhook", webhook())).is(201).id();
        signer.answers(Answer.of(200, "{}"));
        io.latebind.server.whole.Answer tested =
                owner.post(AUTHORITIES + "/" + id + "/test").is(200);
        assertThat(tested.json().get("ok").booleanValue()).isTrue();
        assertThat(signer.heard.getFirst().body())
                .contains("\"type\":\"certificate.test\"")
                .doesNotContain("csr");
        signer.answers(Answer.of(401, "{\"reason\":\"bad signature\"}"));
        tested = owner.post(AUTHORITIES + "/" + id + "/test").is(200);
        assertThat(tested.json().get("ok").booleanValue()).isFalse();
        assertThat(tested.text("/message")).contains("401", "bad signature");
        signer.close();
        assertThat(owner.post(AUTHORITIES + "/" + id + "/test").is(200).text("/message"))
                .contains("cannot be asked", "refused");
    }

    @Test
    void asksAnEstServerForItsAuthoritiesAndComparesThem() {
        TestAuthority theirs = TestAuthority.root("Their devices", Instant.now());
        signer.answers(Answer.of(200, io.latebind.server.certificate.Pkcs7.of(theirs.certificate())));
        String id = owner.post(AUTHORITIES, body("est", est().put("label", "meters")))
                .is(201)
                .id();
        io.latebind.server.whole.Answer tested =
                owner.post(AUTHORITIES + "/" + id + "/test").is(200);
        assertThat(tested.json().get("ok").booleanValue()).isTrue();
        assertThat(tested.text("/message")).contains("CN=Their devices", "credentials");
        assertThat(tested.text("/certificateChain")).isEqualTo(PemBlock.of(theirs.certificate()));
        assertThat(signer.heard.getFirst().method() + " "
                        + signer.heard.getFirst().path())
                .isEqualTo("GET /.well-known/est/meters/cacerts");

        ObjectNode anchors = JSON.createObjectNode().put("certificateChain", roots());
        assertThat(owner.patch(AUTHORITIES + "/" + id, anchors.toString())
                        .is(200)
                        .text("/subject"))
                .isEqualTo("CN=TLS");
        tested = owner.post(AUTHORITIES + "/" + id + "/test").is(200);
        assertThat(tested.json().get("ok").booleanValue()).isFalse();
        assertThat(tested.text("/message")).contains("none of the certificateChain");
        owner.patch(AUTHORITIES + "/" + id, "{\"certificateChain\":\"\"}").is(200);
        assertThat(owner.post(AUTHORITIES + "/" + id + "/test")
                        .is(200)
                        .json()
                        .get("ok")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void hasNothingToTryAtAnAuthorityThatSignsHere() {
        String id = owner.post(AUTHORITIES, "{\"name\":\"here\"}").is(201).id();
        assertThat(owner.post(AUTHORITIES + "/" + id + "/test").isProblem(40900).message())
                .contains("no connection to try");
    }

    @Test
    void keepsThePasswordFromEverybodyAlsoFromWhoeverChangesTheAddress() {
        io.latebind.server.whole.Answer made =
                owner.post(AUTHORITIES, body("est", est())).is(201);
        String place = AUTHORITIES + "/" + made.id();
        assertThat(made.json().toString()).contains("latebind").doesNotContain("never shown");
        ObjectNode elsewhere = est();
        elsewhere.remove("password");
        owner.patch(place, change("est", elsewhere.put("label", "others"))).is(200);
        elsewhere.put("url", "https://127.0.0.1:" + signer.port());
        assertThat(owner.patch(place, change("est", elsewhere)).isProblem(40002).message())
                .contains("/est/password must be given again");
        elsewhere
                .put("url", url(""))
                .put(
                        "caCertificates",
                        PemBlock.of(TestAuthority.root("Other", Instant.now()).certificate()));
        assertThat(owner.patch(place, change("est", elsewhere)).isProblem(40002).message())
                .contains("/est/password must be given again");
        assertThat(owner.get(place).is(200).text("/est/label")).isEqualTo("others");
        owner.patch(place, change("est", elsewhere.put("password", "again"))).is(200);
        assertThat(audited()).doesNotContain("never shown", "\"again\"");
        assertThat(service.rows
                        .query("SELECT encode(secret, 'escape') FROM certificate_authority WHERE kind = 'EST'")
                        .toString())
                .doesNotContain("again", "never shown");
    }

    @Test
    void takesAClientCertificateInPemAndShowsItWithoutItsKey() {
        TestAuthority clients = TestAuthority.root("Clients", Instant.now());
        KeyPair own = TestAuthority.keyPair();
        X509CertificateHolder certificate = clients.issue(Wanted.of(own, "CN=latebind", Instant.now()));
        ObjectNode est = JSON.createObjectNode().put("url", url("")).put("caCertificates", roots());
        est.putObject("clientCertificate")
                .put("certificateChain", PemBlock.of(certificate))
                .put("privateKey", TestAuthority.pem(own.getPrivate()));
        io.latebind.server.whole.Answer made =
                owner.post(AUTHORITIES, body("est", est)).is(201);
        assertThat(made.text("/est/clientCertificate/certificateChain")).isEqualTo(PemBlock.of(certificate));
        assertThat(made.json().toString()).doesNotContain("PRIVATE");
        est.putObject("clientCertificate")
                .put("certificateChain", PemBlock.of(certificate))
                .put("privateKey", TestAuthority.pem(TestAuthority.keyPair().getPrivate()));
        assertThat(owner.post(AUTHORITIES, body("est", est)).isProblem(40002).message())
                .contains("/est/clientCertificate/privateKey is not the private key to the first certificate");
    }

    @Test
    void changesItsNameAndItsSignerInOneStepOrNeither() {
        String place = AUTHORITIES
                + "/"
                + owner.post(AUTHORITIES, body("webhook", webhook())).is(201).id();
        owner.post(AUTHORITIES, "{\"name\":\"taken\"}").is(201);
        ObjectNode both = JSON.createObjectNode().put("name", "taken");
        both.set("webhook", webhook().put("url", url("/other")));
        owner.patch(place, both.toString()).isProblem(40905);
        assertThat(owner.get(place).is(200).text("/webhook/url")).isEqualTo(url("/sign"));
        owner.patch(place, both.put("name", "free").toString()).is(200);
        assertThat(owner.get(place).is(200).text("/webhook/url")).isEqualTo(url("/other"));
        assertThat(owner.get(place).is(200).text("/name")).isEqualTo("free");
    }

    @Test
    void recordsAndTellsOneChangeOfNameSignerAndAnchorsOnce() {
        String id = owner.post(AUTHORITIES, body("est", est())).is(201).id();
        ObjectNode all = JSON.createObjectNode().put("name", "others").put("certificateChain", roots());
        all.set("est", est().put("label", "meters").put("password", "another"));
        owner.patch(AUTHORITIES + "/" + id, all.toString()).is(200);
        io.latebind.server.whole.Answer recorded = owner.get("/v1/audit-events?action=authority.changed&subject=" + id)
                .is(200);
        assertThat(recorded.json().get("total").intValue()).isEqualTo(1);
        assertThat(recorded.text("/items/0/after/name")).isEqualTo("others");
        assertThat(recorded.text("/items/0/before/signer/url")).isEqualTo(url(""));
        assertThat(recorded.text("/items/0/after/signer/label")).isEqualTo("meters");
        assertThat(recorded.text("/items/0/after/certificateChain/0")).isEqualTo("CN=TLS");
        assertThat(recorded.text("/items/0/after/subject")).isEqualTo("CN=TLS");
        assertThat(recorded.text("/items/0/after/secretReplaced")).isEqualTo("true");
        assertThat(service.rows.value(
                        "SELECT count(*) FROM outbox_event WHERE type = 'authority.changed' AND subject = ?", id))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'webhook':{'url':'http://localhost/sign'}} | /webhook/url must begin with https://",
                "{'webhook':{'url':'https://169.254.169.254/'}} | link-local",
                "{'webhook':{}} | /webhook/url is missing",
                "{'kind':'webhook'} | /webhook is missing",
                "{'kind':'builtin','webhook':{'url':'https://localhost/'}} | /webhook is for authorities of the kind webhook",
                "{'webhook':{'url':'https://localhost/','secret':'short'}} | /webhook/secret must be whsec_",
                "{'webhook':{'url':'https://localhost/','caCertificates':'none'}} | /webhook/caCertificates must be",
                "{'webhook':{'url':'https://localhost/','port':7}} | There is no field /webhook/port",
                "{'webhook':{'url':'https://localhost/'},'privateKey':'x'} | /privateKey is for authorities of the kind imported",
                "{'webhook':{'url':'https://localhost/'},'certificateChain':'x'} | /certificateChain must be PEM certificates",
                "{'est':{'url':'https://localhost/est','publicTrust':true,'username':'u','password':'p'}} | a host alone",
                "{'est':{'url':'https://localhost','username':'u','password':'p'}} | /est/caCertificates is missing",
                "{'est':{'url':'https://localhost','publicTrust':true}} | says nothing by which the server knows this service",
                "{'est':{'url':'https://localhost','publicTrust':true,'username':'u'}} | /est/password is missing",
                "{'est':{'url':'https://localhost','publicTrust':true,'password':'p'}} | /est/username is missing",
                "{'est':{'url':'https://localhost','publicTrust':true,'username':'a:b','password':'p'}} | without colons",
                "{'est':{'url':'https://localhost','publicTrust':true,'label':'simpleenroll','username':'u','password':'p'}} | /est/label",
                "{'est':{'url':'https://localhost','publicTrust':true,'label':'a/b','username':'u','password':'p'}} | /est/label",
                "{'est':{'url':'https://localhost','publicTrust':true,'clientCertificate':{}}} | or pkcs12 alone",
                "{'est':{'url':'https://localhost','publicTrust':true,'clientCertificate':{'pkcs12':'AAAA'}}} | /est/clientCertificate/pkcs12"
            })
    void refusesSettingsWithTheReason(String settings, String reason) {
        String body = settings.replace('\'', '"').replaceFirst("\\{", "{\"name\":\"" + UUID.randomUUID() + "\",");
        assertThat(owner.post(AUTHORITIES, body).isProblem(40002).message()).contains(reason);
    }

    @Test
    void refusesSettingsOfAnotherKind() {
        String place = AUTHORITIES
                + "/"
                + owner.post(AUTHORITIES, body("webhook", webhook())).is(201).id();
        assertThat(owner.patch(place, change("est", est())).isProblem(40002).message())
                .contains("/est is nothing that can be changed", "kind webhook");
        String here = AUTHORITIES + "/"
                + owner.post(AUTHORITIES, "{\"name\":\"here\"}").is(201).id();
        assertThat(owner.patch(
                                here,
                                JSON.createObjectNode()
                                        .put("certificateChain", roots())
                                        .toString())
                        .isProblem(40002)
                        .message())
                .contains("/certificateChain is nothing that can be changed", "kind builtin");
    }

    @Test
    void isDeletedWithItsSecret() {
        String id = owner.post(AUTHORITIES, body("webhook", webhook())).is(201).id();
        owner.post(AUTHORITIES, "{\"name\":\"here\",\"default\":true}").is(201);
        owner.delete(AUTHORITIES + "/" + id).is(204);
        owner.post(AUTHORITIES + "/" + id + "/test").is(404);
        assertThat(service.rows.value("SELECT secret FROM certificate_authority WHERE id = ?", UUID.fromString(id)))
                .isEqualTo("null");
    }
}
