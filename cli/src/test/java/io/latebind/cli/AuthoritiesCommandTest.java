package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificate authorities and profiles. */
final class AuthoritiesCommandTest {
    private static final String AUTHORITIES = "/v1/certificate-authorities";
    private static final String PROFILES = "/v1/certificate-profiles";
    private static final String ID = "01a20d24-99d5-7bd2-b938-fb3d1b756801";
    private static final String AUTHORITY = """
            {"id":"a1","name":"acme","kind":"imported","trust":"first-use","default":false,"retired":false,"deliverChain":true,
             "subject":"CN=Acme","keyId":"ff","certificateChain":"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n",
             "crlUrl":"/crl/ff","ocspUrl":"/ocsp/ff","endsAt":"2051-11-24T06:00:00.000Z","createdAt":"2026-11-24T06:00:00.000Z",
             "updatedAt":"2026-11-24T07:00:00.000Z"}""";
    private static final String ELSEWHERE = """
            {"id":"a2","name":"hook","kind":"webhook","trust":"registry","default":true,"retired":false,"deliverChain":false,
             "webhook":{"url":"https://signer.example.com"},"createdAt":"2026-11-24T06:00:00.000Z",
             "updatedAt":"2026-11-24T07:00:00.000Z"}""";
    private static final String PROFILE = """
            {"id":"p1","name":"meters","builtIn":false,"subject":{"CN":"${uuid}","O":"x"},
             "subjectAlternativeNames":["dns:${imei}.example.com"],"keyUsage":["digitalSignature"],"extendedKeyUsage":["clientAuth"],
             "validityDays":30,"allowedNames":[],"deniedNames":[],"deviceBudget":{"certificates":20,"days":1},
             "createdAt":"2026-11-24T06:00:00.000Z","updatedAt":"2026-11-24T07:00:00.000Z"}""";

    @TempDir
    private Path directory = Path.of("");

    private final ScriptedService service = new ScriptedService()
            .on("GET " + AUTHORITIES, 200, "{\"items\":[" + AUTHORITY + "," + ELSEWHERE + "],\"total\":2}")
            .on("GET " + AUTHORITIES + "/" + ID, 200, AUTHORITY)
            .on("GET " + PROFILES, 200, "{\"items\":[" + PROFILE + "],\"total\":1}");

    @AfterEach
    void close() {
        service.close();
    }

    private Cli cli() {
        return Cli.of(directory, service.url());
    }

    @Test
    void listsAuthorities() {
        assertThat(cli().run("authorities", "list").out()).isEqualTo("""
                        AUTHORITY  KIND      DEFAULT  RETIRED  TRUST      ENDS                  SUBJECT
                        acme       imported  no       no       first-use  2051-11-24T06:00:00Z  CN=Acme
                        hook       webhook   yes      no       registry   -                     -
                        """);
    }

    @Test
    void showsAnAuthorityAndItsChain() {
        assertThat(cli().run("authorities", "show", "acme").out()).isEqualTo("""
                        Authority:      acme
                        Kind:           imported
                        Default:        no
                        Retired:        no
                        Trust:          first-use
                        Delivers chain: yes
                        Subject:        CN=Acme
                        Ends:           2051-11-24T06:00:00Z
                        CRL:            /crl/ff
                        OCSP:           /ocsp/ff
                        Made:           2026-11-24T06:00:00Z
                        Changed:        2026-11-24T07:00:00Z
                        Id:             a1
                        """);
        assertThat(cli().run("authorities", "show", ID, "--chain").out())
                .isEqualTo("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertThat(cli().run("authorities", "show", "hook").out())
                .contains("Signer:         https://signer.example.com");
        Cli.Run none = cli().run("authorities", "show", "hook", "--chain");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("hook has no certificates here");
        assertThat(cli().run("authorities", "show", "nobody").err()).isEqualTo("""
                        latebind: There is no certificate authority called nobody.
                        `latebind authorities list` shows them.
                        """);
    }

    @Test
    void importsAnAuthority() throws IOException {
        Files.writeString(directory.resolve("ca.pem"), "chain\n");
        Files.writeString(directory.resolve("ca.key"), "key\n");
        Files.writeString(directory.resolve("ca.password"), "p\n");
        Files.write(directory.resolve("ca.p12"), new byte[] {1, (byte) 0xff});
        service.on("POST " + AUTHORITIES, 201, AUTHORITY);
        Cli.Run run = cli().run(
                        "authorities",
                        "import",
                        "acme",
                        "--chain",
                        "ca.pem",
                        "--key",
                        "ca.key",
                        "--default",
                        "--deliver-chain",
                        "--trust",
                        "registry");
        assertThat(run.out()).isEqualTo("imported  acme  CN=Acme\n");
        assertThat(cli().run("authorities", "import", "acme", "--pkcs12", "ca.p12", "--password-file", "ca.password")
                        .exitCode())
                .isZero();
        assertThat(service.bodies("POST " + AUTHORITIES))
                .containsExactly(
                        "{\"name\":\"acme\",\"certificateChain\":\"chain\\n\",\"privateKey\":\"key\\n\",\"default\":true,"
                                + "\"deliverChain\":true,\"trust\":\"registry\"}",
                        "{\"name\":\"acme\",\"pkcs12\":\"Af8=\",\"password\":\"p\"}");
        Cli.Run half = cli().run("authorities", "import", "acme", "--chain", "ca.pem");
        assertThat(half.exitCode()).isEqualTo(2);
        assertThat(half.err()).contains("Give --chain and --key, or --pkcs12.");
        assertThat(cli().run("authorities", "import", "acme", "--pkcs12", "none.p12")
                        .err())
                .contains("There is no file none.p12.");
    }

    @Test
    void makesDefaultAndDeletes() {
        service.on("PATCH " + AUTHORITIES + "/a1", 200, AUTHORITY);
        service.on("DELETE " + AUTHORITIES + "/a1", 204, "");
        service.on("DELETE " + AUTHORITIES + "/a2", Reply.problem(409, 40900, "It is the default."));
        assertThat(cli().run("authorities", "default", "acme").out()).isEqualTo("default  acme\n");
        assertThat(service.bodies("PATCH " + AUTHORITIES + "/a1")).containsExactly("{\"default\":true}");
        assertThat(cli().run("authorities", "delete", "acme").err())
                .contains("Delete the certificate authority acme and its key for ever?");
        assertThat(cli().run("authorities", "delete", "acme", "--yes").out()).isEqualTo("deleted  acme\n");
        assertThat(cli().run("authorities", "delete", "hook", "--yes").err()).contains("It is the default.");
    }

    @Test
    void listsAndShowsProfiles() {
        assertThat(cli().run("profiles", "list").out()).isEqualTo("""
                        PROFILE  SUBJECT          NAMES                    DAYS  ID
                        meters   CN=${uuid}, O=x  dns:${imei}.example.com  30    p1
                        """);
        assertThat(cli().run("profiles", "show", "meters").out()).isEqualTo("""
                        Profile:     meters
                        Built in:    no
                        Subject:     CN=${uuid}, O=x
                        Names:       dns:${imei}.example.com
                        Key usage:   digitalSignature
                        For:         clientAuth
                        Days:        30
                        Of a device: 20 certificates in 1 days
                        Changed:     2026-11-24T07:00:00Z
                        Id:          p1
                        """);
    }

    @Test
    void addsAProfileAsItShowsIt() throws IOException {
        service.on("POST " + PROFILES, 201, PROFILE);
        service.on("DELETE " + PROFILES + "/p1", 204, "");
        String yaml = cli().run("profiles", "show", "meters", "--yaml").out();
        Files.writeString(directory.resolve("meters.yaml"), yaml);
        assertThat(cli().run("profiles", "add", "-f", "meters.yaml").out()).isEqualTo("made  meters\n");
        assertThat(service.bodies("POST " + PROFILES).getFirst())
                .startsWith("{\"name\":\"meters\",\"subject\":{\"CN\":\"${uuid}\",\"O\":\"x\"}")
                .contains("\"validityDays\":30", "\"deviceBudget\":{\"certificates\":20,\"days\":1}")
                .doesNotContain("builtIn", "createdAt");
        Files.writeString(directory.resolve("list.yaml"), "- a\n");
        assertThat(cli().run("profiles", "add", "-f", "list.yaml").err()).contains("list.yaml is no profile");
        Files.writeString(directory.resolve("bad.yaml"), "a: [\n");
        assertThat(cli().run("profiles", "add", "-f", "bad.yaml").err()).contains("bad.yaml, line 1: ");
        service.on("PATCH " + PROFILES + "/p1", 200, PROFILE);
        assertThat(cli().run("profiles", "edit", "meters", "-f", "meters.yaml").out())
                .isEqualTo("changed  meters\n");
        assertThat(service.bodies("PATCH " + PROFILES + "/p1")).isEqualTo(service.bodies("POST " + PROFILES));
        assertThat(cli().run("profiles", "delete", "meters", "--yes").out()).isEqualTo("deleted  meters\n");
        assertThat(cli().run("profiles", "delete", "gone", "--yes").err())
                .contains("There is no certificate profile called gone.");
    }

    @Test
    void previewsWhatADeviceWouldGet() {
        String device = "50363154-3836-44a4-9fe3-1c4ae7e4f5d9";
        service.on(
                "POST " + PROFILES + "/p1/preview",
                Reply.json(200, """
                        {"subject":"CN=x","subjectAlternativeNames":["dns:x.example.com"],"keyUsage":["digitalSignature"],
                         "extendedKeyUsage":["clientAuth"],"notBefore":"2026-11-24T06:00:00.000Z","notAfter":"2026-12-24T06:00:00.000Z"}"""),
                Reply.json(200, "{\"refusal\":\"It has no IMEI.\"}"));
        assertThat(cli().run("profiles", "preview", "meters", device).out()).isEqualTo("""
                        Subject:   CN=x
                        Names:     dns:x.example.com
                        Key usage: digitalSignature
                        For:       clientAuth
                        Begins:    2026-11-24T06:00:00Z
                        Ends:      2026-12-24T06:00:00Z
                        """);
        Cli.Run none = cli().run("profiles", "preview", "meters", device, "--authority", "acme");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.out()).isEqualTo("No certificate: It has no IMEI.\n");
        assertThat(service.bodies("POST " + PROFILES + "/p1/preview"))
                .containsExactly(
                        "{\"deviceId\":\"" + device + "\"}",
                        "{\"deviceId\":\"" + device + "\",\"authority\":\"acme\"}");
    }
}
