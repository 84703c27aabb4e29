package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.certificate.OpenSsl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Issued certificates over REST, their revocation, and what openssl makes of lists and OCSP. */
@ExtendWith(SharedService.class)
class CertificateContractTest {
    private static final String CERTIFICATES = "/v1/certificates";

    private final RunningService service;
    private final ApiClient owner;
    private final ApiClient editor;
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    CertificateContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
        editor = service.newMember(owner, "editor");
    }

    private Issuance.Issued issued(ApiClient claimer) {
        return service.certificates.issue(claimer, claimer.claimed(), Optional.empty(), Optional.empty());
    }

    private String keyId() {
        return owner.get("/v1/certificate-authorities").is(200).text("/items/0/keyId");
    }

    private HttpResponse<byte[]> sent(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.apiPort() + path));
    }

    @Test
    void showsWhatWasIssuedAndToWhom() {
        TestDevice device = owner.claimed();
        Issuance.Issued issued = service.certificates.issue(owner, device, Optional.empty(), Optional.empty());
        Answer shown = owner.get(CERTIFICATES + "/" + issued.id()).is(200);
        assertThat(shown.text("/deviceId")).isEqualTo(device.uuid().toString());
        assertThat(shown.text("/subject")).isEqualTo("CN=" + device.uuid());
        assertThat(shown.text("/authority")).isEqualTo("built-in");
        assertThat(shown.text("/profile")).isEqualTo("default");
        assertThat(shown.text("/state")).isEqualTo("ACTIVE");
        assertThat(owner.get(CERTIFICATES + "/" + issued.id() + "/pem").is(200).body())
                .isEqualTo(issued.pem());
    }

    @Test
    void filtersAndPages() {
        TestDevice device = owner.claimed();
        List<String> ids =
                List.of(service.certificates.issuedTo(owner, device), service.certificates.issuedTo(owner, device));
        String other = issued(owner).id().toString();
        assertThat(ids(CERTIFICATES + "?deviceId=" + device.uuid())).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids(CERTIFICATES + "?profile=none")).isEmpty();
        owner.post(CERTIFICATES + "/" + other + "/revoke", "{}").is(200);
        assertThat(ids(CERTIFICATES + "?state=REVOKED")).containsExactly(other);
        assertThat(ids(CERTIFICATES + "?state=ACTIVE")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ids(CERTIFICATES + "?state=EXPIRED")).isEmpty();
        String serial = owner.get(CERTIFICATES + "/" + other).is(200).text("/serial");
        assertThat(ids(CERTIFICATES + "?serial=" + serial)).containsExactly(other);
        String authority = owner.get(CERTIFICATES + "/" + other).is(200).text("/authorityId");
        assertThat(ids(CERTIFICATES + "?authorityId=" + authority)).hasSize(3);

        Answer page = owner.get(CERTIFICATES + "?pageLimit=2&pageSort=desc").is(200);
        assertThat(page.json().get("total").intValue()).isEqualTo(3);
        Answer last = owner.get(
                        CERTIFICATES + "?pageLimit=2&pageSort=desc&pageNextToken=" + page.text("/pageNextToken"))
                .is(200);
        assertThat(last.ids()).hasSize(1).doesNotContainAnyElementsOf(page.ids());
        assertThat(owner.get(CERTIFICATES + "?state=LOST&deviceId=7&authorityId=x&serial=zz&pageNextToken=x")
                        .isProblem(40003)
                        .message())
                .contains("state", "deviceId", "authorityId", "serial");
        owner.get(CERTIFICATES + "?pageNextToken=x").isProblem(40003);
    }

    private List<String> ids(String path) {
        return owner.get(path).is(200).ids();
    }

    @Test
    void hidesCertificatesOfDevicesThatAnEditorDoesNotSee() {
        String hidden = issued(owner).id().toString();
        String seen = issued(editor).id().toString();
        assertThat(editor.get(CERTIFICATES).is(200).ids()).containsExactly(seen);
        editor.get(CERTIFICATES + "/" + hidden).isProblem(40400);
        editor.get(CERTIFICATES + "/" + hidden + "/pem").isProblem(40400);
    }

    @Test
    void revokesOnceAndForEver() {
        String id = issued(owner).id().toString();
        owner.post(CERTIFICATES + "/" + id + "/revoke", "{\"reason\":\"bored\"}")
                .isProblem(40002);
        Answer revoked = owner.post(
                        CERTIFICATES + "/" + id + "/revoke", "{\"reason\":\"keyCompromise\",\"note\":\"stolen\"}")
                .is(200);
        assertThat(revoked.text("/state")).isEqualTo("REVOKED");
        assertThat(revoked.text("/revocationReason")).isEqualTo("keyCompromise");
        assertThat(revoked.text("/revocationNote")).isEqualTo("stolen");
        assertThat(owner.post(CERTIFICATES + "/" + id + "/revoke", "{}")
                        .isProblem(40900)
                        .message())
                .contains("revoked already");
        assertThat(owner.get("/v1/audit-events?action=certificate.revoked")
                        .is(200)
                        .body())
                .contains(id, "keyCompromise");
        String device = revoked.text("/deviceId");
        assertThat(owner.get(ApiClient.DEVICES + "/" + device + "/history")
                        .is(200)
                        .body())
                .contains("CERTIFICATE_REVOKED", "certificate " + id + " revoked by");
    }

    @Test
    void unclaimsWithAndWithoutItsCertificates() {
        TestDevice kept = owner.claimed();
        String inForce = service.certificates.issuedTo(owner, kept);
        owner.delete(ApiClient.device(kept)).is(204);
        assertThat(owner.get(CERTIFICATES + "/" + inForce).is(200).text("/state"))
                .isEqualTo("ACTIVE");

        TestDevice ended = owner.claimed();
        String one = service.certificates.issuedTo(owner, ended);
        String two = service.certificates.issuedTo(owner, ended);
        owner.post(CERTIFICATES + "/" + two + "/revoke", "{\"reason\":\"superseded\"}")
                .is(200);
        owner.delete(ApiClient.device(ended) + "?revokeCertificates=true").is(204);
        Answer shown = owner.get(CERTIFICATES + "/" + one).is(200);
        assertThat(shown.text("/state")).isEqualTo("REVOKED");
        assertThat(shown.text("/revocationNote")).isEqualTo("the device was unclaimed");
        assertThat(owner.get(CERTIFICATES + "/" + two).is(200).text("/revocationReason"))
                .isEqualTo("superseded");
        assertThat(owner.get("/v1/audit-events?action=certificate.revoked")
                        .is(200)
                        .body())
                .contains(one, two);
    }

    @Test
    void letsAnEditorUnclaimButNotRevoke() {
        TestDevice device = editor.claimed();
        String id = service.certificates.issuedTo(editor, device);
        assertThat(editor.delete(ApiClient.device(device) + "?revokeCertificates=true")
                        .isProblem(40300)
                        .message())
                .contains("admins and owners");
        assertThat(editor.get(ApiClient.device(device)).status()).isEqualTo(200);
        editor.delete(ApiClient.device(device)).is(204);
        assertThat(owner.get(CERTIFICATES + "/" + id).is(200).text("/state")).isEqualTo("ACTIVE");
    }

    /** Puts leaf, chain and both lists where openssl finds them. */
    private OpenSsl withLists(Issuance.Issued issued) {
        OpenSsl openssl = new OpenSsl(folder);
        openssl.file("leaf.pem", issued.pem());
        String chain = owner.get("/v1/certificate-authorities").is(200).text("/items/0/certificateChain");
        int root = chain.lastIndexOf("-----BEGIN");
        openssl.file("issuing.pem", chain.substring(0, root));
        openssl.file("root.pem", chain.substring(root));
        HttpResponse<byte[]> list = sent(at("/crl/" + keyId()));
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().firstValue("Content-Type")).hasValue("application/pkix-crl");
        openssl.file("issuing.crl", list.body());
        String rootKey = openssl.good("x509", "-in", "root.pem", "-noout", "-ext", "subjectKeyIdentifier")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip()
                .replace(":", "")
                .toLowerCase(java.util.Locale.ROOT);
        openssl.file("root.crl", sent(at("/crl/" + rootKey)).body());
        openssl.good("crl", "-inform", "DER", "-in", "issuing.crl", "-out", "issuing.crl.pem");
        openssl.good("crl", "-inform", "DER", "-in", "root.crl", "-out", "root.crl.pem");
        return openssl;
    }

    private static OpenSsl.Result verified(OpenSsl openssl) {
        return openssl.run(
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "issuing.pem",
                "-CRLfile",
                "issuing.crl.pem",
                "-CRLfile",
                "root.crl.pem",
                "leaf.pem");
    }

    @Test
    void publishesARevocationInTheVeryNextList() {
        Issuance.Issued issued = issued(owner);
        OpenSsl openssl = withLists(issued);
        OpenSsl.Result before = verified(openssl);
        assertThat(before.exitCode()).as(before.output()).isZero();
        assertThat(openssl.good("x509", "-in", "leaf.pem", "-noout", "-text"))
                .contains("http://pki.example.com/crl/" + keyId());

        owner.post(CERTIFICATES + "/" + issued.id() + "/revoke", "{\"reason\":\"keyCompromise\"}")
                .is(200);
        OpenSsl.Result after = verified(withLists(issued));
        assertThat(after.exitCode()).isNotZero();
        assertThat(after.output()).contains("certificate revoked");
        assertThat(openssl.good("crl", "-in", "issuing.crl.pem", "-noout", "-text"))
                .contains("Key Compromise", "X509v3 CRL Number");
    }

    @Test
    void knowsRevocationsAfterARestart() {
        Issuance.Issued issued = issued(owner);
        Issuance.Issued good = issued(owner);
        owner.post(CERTIFICATES + "/" + issued.id() + "/revoke", "{}").is(200);
        service.restart();
        OpenSsl openssl = withLists(issued);
        assertThat(verified(openssl).output()).contains("certificate revoked");
        assertThat(ocsp(openssl, "leaf.pem")).contains("leaf.pem: revoked");
        assertThat(verified(withLists(good)).exitCode()).isZero();
    }

    @Test
    void signsAListOnlyWhenSomethingHasChanged() {
        Issuance.Issued issued = issued(owner);
        byte[] first = sent(at("/crl/" + keyId())).body();
        assertThat(sent(at("/crl/" + keyId())).body()).isEqualTo(first);
        owner.post(CERTIFICATES + "/" + issued.id() + "/revoke", "{}").is(200);
        assertThat(sent(at("/crl/" + keyId())).body()).isNotEqualTo(first);
    }

    @Test
    void answersOcspOfOpenssl() {
        Issuance.Issued issued = issued(owner);
        OpenSsl openssl = withLists(issued);
        assertThat(ocsp(openssl, "leaf.pem")).contains("Response verify OK", "leaf.pem: good");
        owner.post(CERTIFICATES + "/" + issued.id() + "/revoke", "{\"reason\":\"superseded\"}")
                .is(200);
        assertThat(ocsp(openssl, "leaf.pem"))
                .contains("Response verify OK", "leaf.pem: revoked", "Reason: superseded")
                .doesNotContain("no nonce");
        assertThat(openssl.good(
                        "ocsp",
                        "-issuer",
                        "issuing.pem",
                        "-serial",
                        "0x4711",
                        "-url",
                        url(),
                        "-CAfile",
                        "root.pem",
                        "-VAfile",
                        "issuing.pem"))
                .contains("0x4711: unknown");
    }

    private String url() {
        return "http://127.0.0.1:" + service.apiPort() + "/ocsp/" + keyId();
    }

    private String ocsp(OpenSsl openssl, String certificate) {
        return openssl.good(
                "ocsp",
                "-issuer",
                "issuing.pem",
                "-cert",
                certificate,
                "-url",
                url(),
                "-CAfile",
                "root.pem",
                "-VAfile",
                "issuing.pem");
    }

    @Test
    void answersOcspInTheUrlToo() throws IOException {
        OpenSsl openssl = withLists(issued(owner));
        openssl.good("ocsp", "-issuer", "issuing.pem", "-sha256", "-cert", "leaf.pem", "-reqout", "request.der");
        String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("request.der")));
        HttpResponse<byte[]> answer =
                sent(at("/ocsp/" + keyId() + "/" + URLEncoder.encode(base64, StandardCharsets.US_ASCII)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/ocsp-response");
        assertThat(sent(at("/ocsp/" + "0".repeat(40) + "/" + URLEncoder.encode(base64, StandardCharsets.US_ASCII)))
                        .statusCode())
                .as("a key that nobody holds")
                .isEqualTo(404);
        openssl.file("answer.der", answer.body());
        assertThat(openssl.good(
                        "ocsp",
                        "-respin",
                        "answer.der",
                        "-no_nonce",
                        "-issuer",
                        "issuing.pem",
                        "-sha256",
                        "-cert",
                        "leaf.pem",
                        "-CAfile",
                        "root.pem",
                        "-VAfile",
                        "issuing.pem"))
                .contains("Response verify OK", "leaf.pem: good");
    }

    @Test
    void refusesWhatIsNoOcspRequest() {
        issued(owner);
        String path = "/ocsp/" + keyId();
        String nobody = UUID.randomUUID().toString();
        assertThat(status(at(path).header("Content-Type", "application/ocsp-request"), new byte[5000]))
                .isEqualTo(413);
        assertThat(status(at(path).header("Content-Type", "text/plain"), new byte[5]))
                .isEqualTo(415);
        for (byte[] bad : List.of(
                new byte[0], new byte[] {0x30, 0}, new byte[100], "nonsense".getBytes(StandardCharsets.UTF_8))) {
            HttpResponse<byte[]> answer = sent(at(path).header("Content-Type", "application/ocsp-request")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bad)));
            assertThat(answer.statusCode()).isEqualTo(200);
            // OCSPResponse { responseStatus malformedRequest (1) }
            assertThat(answer.body()).containsExactly(0x30, 3, 0x0a, 1, 1);
        }
        assertThat(sent(at("/ocsp/" + keyId() + "/%25%25")).body()).containsExactly(0x30, 3, 0x0a, 1, 1);
        assertThat(sent(at("/crl/" + nobody)).statusCode()).isEqualTo(404);
        assertThat(sent(at("/crl/" + "0".repeat(40))).statusCode()).isEqualTo(404);
    }

    private int status(HttpRequest.Builder request, byte[] body) {
        return sent(request.POST(HttpRequest.BodyPublishers.ofByteArray(body))).statusCode();
    }
}
