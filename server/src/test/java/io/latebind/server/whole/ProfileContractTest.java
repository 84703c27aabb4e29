package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.certificate.OpenSsl;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Certificate profiles over REST. */
@ExtendWith(SharedService.class)
class ProfileContractTest {
    private static final String PROFILES = "/v1/certificate-profiles";
    private static final String WHOLE = """
            {"name":"meters","subject":{"O":"Acme, Inc.","OU":"${tags}","CN":"${uuid}"},
             "subjectAlternativeNames":["dns:${uuid}.devices.example.com","uri:urn:dev:${deviceType}"],
             "keyUsage":["digitalSignature","keyAgreement"],"extendedKeyUsage":["clientAuth","1.3.6.1.4.1.311.20.2.2"],
             "validityDays":90,"allowedNames":["dns:*.devices.example.com"],"deniedNames":["ou:secret*"],
             "deviceBudget":{"certificates":3,"days":7},"ruleBudget":{"certificates":1000}}
            """;

    private final RunningService service;
    private final ApiClient owner;

    @TempDir
    private Path folder;

    ProfileContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    private String made(String body) {
        return owner.post(PROFILES, body).is(201).id();
    }

    @Test
    void hasABuiltInOneThatNobodyChanges() {
        Answer list = owner.get(PROFILES).is(200);
        assertThat(list.ids()).hasSize(1);
        assertThat(list.text("/items/0/name")).isEqualTo("default");
        assertThat(list.text("/items/0/subject/CN")).isEqualTo("${uuid}");
        String builtIn = PROFILES + "/" + list.ids().getFirst();
        owner.get(builtIn).is(200);
        owner.patch(builtIn, "{\"validityDays\":1}").isProblem(40900);
        owner.delete(builtIn).isProblem(40900);
        owner.post(PROFILES, "{\"name\":\"default\"}").isProblem(40905);
    }

    @Test
    void keepsAWholeProfileAndIssuesByIt() {
        String id = made(WHOLE);
        Answer shown = owner.get(PROFILES + "/" + id).is(200);
        assertThat(shown.body())
                .contains(
                        "\"subject\":{\"O\":\"Acme, Inc.\",\"OU\":\"${tags}\",\"CN\":\"${uuid}\"}",
                        "\"keyUsage\":[\"digitalSignature\",\"keyAgreement\"]",
                        "\"extendedKeyUsage\":[\"clientAuth\",\"1.3.6.1.4.1.311.20.2.2\"]",
                        "\"allowedNames\":[\"dns:*.devices.example.com\"]",
                        "\"deniedNames\":[\"ou:secret*\"]",
                        "\"deviceBudget\":{\"certificates\":3,\"days\":7}",
                        "\"ruleBudget\":{\"certificates\":1000,\"days\":1}");
        TestDevice device = owner.claimed();
        OpenSsl openssl = new OpenSsl(folder);
        openssl.file(
                "leaf.pem",
                service.certificates
                        .issue(owner, device, Optional.empty(), Optional.of("meters"))
                        .pem());
        assertThat(openssl.good("x509", "-in", "leaf.pem", "-noout", "-text", "-nameopt", "RFC2253"))
                .contains(
                        "Subject: CN=" + device.uuid() + ",O=Acme\\, Inc.",
                        "DNS:" + device.uuid() + ".devices.example.com, URI:urn:dev:nrf9151_LACA",
                        "Digital Signature, Key Agreement",
                        "TLS Web Client Authentication, Microsoft Smartcard Login");
    }

    @Test
    void changesWhatIsNamedAlone() {
        String id = made(WHOLE);
        Answer changed = owner.patch(
                        PROFILES + "/" + id,
                        "{\"validityDays\":30,\"deviceBudget\":{\"certificates\":0},\"allowedNames\":[]}")
                .is(200);
        assertThat(changed.json().get("validityDays").intValue()).isEqualTo(30);
        assertThat(changed.json().has("deviceBudget")).isFalse();
        assertThat(changed.json().get("allowedNames").isEmpty()).isTrue();
        assertThat(changed.text("/subject/O")).isEqualTo("Acme, Inc.");
        made("{\"name\":\"other\"}");
        owner.patch(PROFILES + "/" + id, "{\"name\":\"other\"}").isProblem(40905);
        owner.patch(PROFILES + "/" + id, "{\"name\":\"renamed\"}").is(200);
        owner.delete(PROFILES + "/" + id).is(204);
        owner.get(PROFILES + "/" + id).isProblem(40400);
        assertThat(owner.getAs("/v1/audit-events", "application/x-ndjson")
                        .is(200)
                        .body())
                .contains("profile.created", "profile.changed", "profile.deleted");
    }

    @Test
    void namesEverythingThatIsWrong() {
        Answer refused = owner.post(PROFILES, """
                {"name":"x","subject":{"CN":"${uid}","DC":"com"},"subjectAlternativeNames":["ip:10.0.0.1","dns:${"],
                 "keyUsage":["keyCertSign"],"extendedKeyUsage":["OCSPSigning"],"validityDays":0,"allowedNames":["host:*"],
                 "deviceBudget":{"certificates":-1}}
                """).isProblem(40002);
        assertThat(refused.message())
                .contains(
                        "did you mean uuid?",
                        "/subject can name CN, O, OU",
                        "/subjectAlternativeNames/0",
                        "without the }",
                        "a device is no authority",
                        "/extendedKeyUsage/0",
                        "/validityDays",
                        "/allowedNames/0",
                        "/deviceBudget/certificates");
        assertThat(owner.post(PROFILES, "{\"name\":\"x\",\"subject\":{}}")
                        .isProblem(40002)
                        .message())
                .contains("/subject must not be empty");
        assertThat(owner.get(PROFILES).is(200).ids()).hasSize(1);
    }

    @Test
    void showsWhatItMakesOfADevice() {
        String id = made(WHOLE);
        TestDevice device = owner.claimed("north", "a,CN=x");
        Answer preview = owner.post(PROFILES + "/" + id + "/preview", "{\"deviceId\":\"" + device.uuid() + "\"}")
                .is(200);
        assertThat(preview.text("/subject")).startsWith("O=Acme\\, Inc.,OU=").endsWith("CN=" + device.uuid());
        assertThat(preview.text("/subjectAlternativeNames/0"))
                .isEqualTo("dns:" + device.uuid() + ".devices.example.com");
        TestDevice denied = owner.claimed("secrets");
        assertThat(owner.post(PROFILES + "/" + id + "/preview", "{\"deviceId\":\"" + denied.uuid() + "\"}")
                        .is(200)
                        .text("/refusal"))
                .contains("ou:secrets", "denied by ou:secret*");
        owner.post(
                        PROFILES + "/" + id + "/preview",
                        "{\"deviceId\":\"" + TestDevice.create().uuid() + "\"}")
                .isProblem(40002);
        owner.post(
                        PROFILES + "/" + id + "/preview",
                        "{\"deviceId\":\"" + device.uuid() + "\",\"authority\":\"nobody\"}")
                .isProblem(40002);
        assertThat(owner.get("/v1/certificates").is(200).ids()).isEmpty();
        assertThat(owner.get("/v1/certificate-authorities").is(200).ids()).isEmpty();
    }
}
