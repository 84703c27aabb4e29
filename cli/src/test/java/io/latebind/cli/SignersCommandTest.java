package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificate authorities whose signer is elsewhere. */
final class SignersCommandTest {
    private static final String AUTHORITIES = "/v1/certificate-authorities";
    private static final String HOOK = """
            {"id":"a2","name":"hook","kind":"webhook","trust":"registry","default":true,"retired":false,"deliverChain":false,
             "webhook":{"url":"https://signer.example.com","caCertificates":"theirs"%s},
             "createdAt":"2026-11-24T06:00:00.000Z","updatedAt":"2026-11-24T07:00:00.000Z"}""";
    private static final String EST = """
            {"id":"a3","name":"est","kind":"est","trust":"first-use","default":false,"retired":false,"deliverChain":false,
             "est":{"url":"https://est.example.com","label":"meters","publicTrust":false,"caCertificates":"theirs",%s},
             "createdAt":"2026-11-24T06:00:00.000Z","updatedAt":"2026-11-24T07:00:00.000Z"}""";
    private static final String WITH_PASSWORD = EST.formatted("\"username\":\"me\"");
    private static final String WITH_CERTIFICATE = EST.formatted("\"clientCertificate\":{\"certificateChain\":\"own\"}")
            .replace("\"a3\",\"name\":\"est\"", "\"a4\",\"name\":\"tls\"");
    private static final String HERE = "{\"id\":\"a1\",\"name\":\"here\",\"kind\":\"builtin\",\"subject\":\"CN=here\"}";

    @TempDir
    private Path directory = Path.of("");

    private final ScriptedService service = new ScriptedService()
            .on(
                    "GET " + AUTHORITIES,
                    200,
                    "{\"items\":[%s],\"total\":4}"
                            .formatted(String.join(",", HERE, HOOK.formatted(""), WITH_PASSWORD, WITH_CERTIFICATE)))
            .on("PATCH " + AUTHORITIES + "/a1", 200, HERE)
            .on("PATCH " + AUTHORITIES + "/a2", 200, HOOK.formatted(""))
            .on("PATCH " + AUTHORITIES + "/a3", 200, WITH_PASSWORD)
            .on("PATCH " + AUTHORITIES + "/a4", 200, WITH_CERTIFICATE);

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of("roots.pem", "issuing.pem", "client.pem", "client.key")) {
            Files.writeString(directory.resolve(name), name);
        }
        Files.writeString(directory.resolve("password"), "open\n");
        Files.write(directory.resolve("client.p12"), new byte[] {1, (byte) 0xff});
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Cli cli() {
        return Cli.of(directory, service.url());
    }

    private Cli.Run authorities(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "authorities";
        System.arraycopy(words, 0, all, 1, words.length);
        return cli().run(all);
    }

    private String changed(String id, String... words) {
        Cli.Run run = authorities(words);
        assertThat(run.err()).isEmpty();
        return service.bodies("PATCH " + AUTHORITIES + "/" + id).getLast();
    }

    @Test
    void makesOneThatSignsHere() {
        service.on("POST " + AUTHORITIES, 201, HERE);
        assertThat(authorities("create", "here", "--default", "--no-deliver-chain")
                        .out())
                .isEqualTo("made  here  builtin  CN=here\n");
        assertThat(service.bodies("POST " + AUTHORITIES))
                .containsExactly("{\"name\":\"here\",\"kind\":\"builtin\",\"default\":true,\"deliverChain\":false}");
    }

    @Test
    void makesAWebhookAndTellsItsSecretOnce() {
        service.on("POST " + AUTHORITIES, 201, HOOK.formatted(",\"secret\":\"whsec_x\""));
        Cli.Run run = authorities(
                "create",
                "hook",
                "--webhook",
                "https://signer.example.com",
                "--signer-ca",
                "roots.pem",
                "--chain",
                "issuing.pem",
                "--trust",
                "registry");
        assertThat(run.out()).isEqualTo("""
                        made  hook  webhook  https://signer.example.com
                        secret: whsec_x
                        It is shown this once: give it to your signer, which checks with it that a request comes from this service.
                        Next: `latebind authorities test hook`
                        """);
        assertThat(service.bodies("POST " + AUTHORITIES))
                .containsExactly(
                        "{\"name\":\"hook\",\"webhook\":{\"caCertificates\":\"roots.pem\","
                                + "\"url\":\"https://signer.example.com\"},\"certificateChain\":\"issuing.pem\",\"trust\":\"registry\"}");
    }

    @Test
    void readsTheSecretOfAWebhookFromTheStandardInput() {
        service.on("POST " + AUTHORITIES, 201, HOOK.formatted(""));
        Cli cli = cli();
        cli.input = "whsec_mine\n";
        Cli.Run run = cli.run("authorities", "create", "hook", "--webhook", "https://s", "--secret-file", "-");
        assertThat(run.out()).doesNotContain("secret:", "whsec_mine");
        assertThat(service.bodies("POST " + AUTHORITIES).getLast()).contains("\"secret\":\"whsec_mine\"");
    }

    @Test
    void makesAnEstAuthorityWithAPasswordOrACertificate() {
        service.on("POST " + AUTHORITIES, 201, WITH_PASSWORD);
        assertThat(authorities(
                                "create",
                                "est",
                                "--est",
                                "https://est.example.com",
                                "--label",
                                "meters",
                                "--signer-ca",
                                "roots.pem",
                                "--username",
                                "me",
                                "--password-file",
                                "password")
                        .out())
                .isEqualTo("made  est  est  https://est.example.com\nNext: `latebind authorities test est`\n");
        String[] publicly = {"create", "est", "--est", "https://e", "--public-trust"};
        assertThat(authorities(with(publicly, "--client-certificate", "client.pem", "--client-key", "client.key"))
                        .exitCode())
                .isZero();
        assertThat(authorities(with(publicly, "--client-pkcs12", "client.p12", "--password-file", "password"))
                        .exitCode())
                .isZero();
        assertThat(service.bodies("POST " + AUTHORITIES))
                .containsExactly(
                        "{\"name\":\"est\",\"est\":{\"caCertificates\":\"roots.pem\",\"url\":\"https://est.example.com\","
                                + "\"label\":\"meters\",\"username\":\"me\",\"password\":\"open\"}}",
                        "{\"name\":\"est\",\"est\":{\"url\":\"https://e\",\"publicTrust\":true,\"clientCertificate\":"
                                + "{\"certificateChain\":\"client.pem\",\"privateKey\":\"client.key\"}}}",
                        "{\"name\":\"est\",\"est\":{\"url\":\"https://e\",\"publicTrust\":true,\"clientCertificate\":"
                                + "{\"pkcs12\":\"Af8=\",\"password\":\"open\"}}}");
    }

    private static String[] with(String[] words, String... more) {
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private void refuses(String why, String... words) {
        Cli.Run run = authorities(words);
        assertThat(run.exitCode()).as(String.join(" ", words)).isEqualTo(2);
        assertThat(run.err()).contains(why);
    }

    @Test
    void saysWhichOptionsAnAuthorityNeeds() {
        refuses("Give --webhook or --est", "create", "x", "--signer-ca", "roots.pem");
        refuses("Give --webhook or --est", "create", "x", "--chain", "issuing.pem");
        refuses("exclude each other", "create", "x", "--webhook", "https://a", "--est", "https://b");
        refuses(
                "Give --signer-ca",
                "create",
                "x",
                "--est",
                "https://b",
                "--username",
                "me",
                "--password-file",
                "password");
        String[] est = {"create", "x", "--est", "https://b", "--public-trust"};
        refuses("Give --username and --password-file", est);
        refuses("Give --username and --password-file", with(est, "--username", "me"));
        refuses("Give --client-certificate and --client-key", with(est, "--client-key", "client.key"));
        refuses("logs in one way", with(est, "--client-pkcs12", "client.p12", "--username", "me"));
        refuses("--signer-ca and --public-trust exclude", with(est, "--signer-ca", "roots.pem"));
        refuses("--secret-file are for webhooks", with(est, "--secret-file", "password"));
        refuses("are for EST servers", "create", "x", "--webhook", "https://a", "--label", "b");
        assertThat(service.whatWasAsked()).isEmpty();
    }

    @Test
    void changesAnAuthority() {
        assertThat(changed("a1", "edit", "here", "--name", "there", "--deliver-chain"))
                .isEqualTo("{\"name\":\"there\",\"deliverChain\":true}");
        assertThat(authorities("edit", "hook", "--no-chain").out())
                .isEqualTo("changed  hook  webhook  https://signer.example.com\n");
        assertThat(service.bodies("PATCH " + AUTHORITIES + "/a2")).containsExactly("{\"certificateChain\":\"\"}");
        assertThat(changed("a2", "edit", "hook", "--chain", "issuing.pem"))
                .isEqualTo("{\"certificateChain\":\"issuing.pem\"}");
        refuses("What is to change?", "edit", "here");
        refuses("--chain and --no-chain", "edit", "hook", "--chain", "issuing.pem", "--no-chain");
        Cli.Run here = authorities("edit", "here", "--public-trust");
        assertThat(here.exitCode()).isEqualTo(1);
        assertThat(here.err()).contains("here signs in this service");
    }

    /** The service takes where a signer is as a whole. */
    @Test
    void sendsBackWhatStaysOfASigner() {
        assertThat(changed("a2", "edit", "hook", "--webhook", "https://new"))
                .isEqualTo("{\"webhook\":{\"url\":\"https://new\",\"caCertificates\":\"theirs\"}}");
        assertThat(changed("a2", "edit", "hook", "--public-trust", "--secret-file", "password"))
                .isEqualTo("{\"webhook\":{\"url\":\"https://signer.example.com\",\"secret\":\"open\"}}");
        assertThat(changed("a3", "edit", "est", "--label", "", "--password-file", "password"))
                .isEqualTo("{\"est\":{\"url\":\"https://est.example.com\",\"publicTrust\":false,"
                        + "\"caCertificates\":\"theirs\",\"username\":\"me\",\"password\":\"open\"}}");
        assertThat(changed("a3", "edit", "est", "--client-pkcs12", "client.p12"))
                .contains("\"clientCertificate\":{\"pkcs12\":\"Af8=\"}")
                .doesNotContain("username");
        assertThat(changed("a4", "edit", "tls", "--public-trust"))
                .as("its own certificate stays when it is not sent")
                .isEqualTo("{\"est\":{\"url\":\"https://est.example.com\",\"label\":\"meters\",\"publicTrust\":true}}");
        refuses("this is a webhook", "edit", "hook", "--username", "me");
        refuses("this is an EST server", "edit", "est", "--webhook", "https://new");
    }

    @Test
    void retiresAndReinstates() {
        assertThat(authorities("retire", "here").out()).isEqualTo("retired  here\n");
        assertThat(authorities("reinstate", "here").out()).isEqualTo("reinstated  here\n");
        assertThat(service.bodies("PATCH " + AUTHORITIES + "/a1"))
                .containsExactly("{\"retired\":true}", "{\"retired\":false}");
    }

    @Test
    void triesTheWay() {
        service.on("POST " + AUTHORITIES + "/a2/test", 200, "{\"ok\":true,\"message\":\"It answered.\"}");
        service.on(
                "POST " + AUTHORITIES + "/a3/test",
                200,
                "{\"ok\":false,\"message\":\"Another issuer.\",\"certificateChain\":\"pem\\n\"}");
        assertThat(authorities("test", "hook").out()).isEqualTo("good  It answered.\n");
        Cli.Run none = authorities("test", "hook", "--chain");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("hook shows no authorities: It answered.");
        Cli.Run bad = authorities("test", "est");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).isEqualTo("bad  Another issuer.\n");
        Cli.Run shown = authorities("test", "est", "--chain");
        assertThat(shown.out()).isEqualTo("pem\n");
        assertThat(shown.err()).isEqualTo("Another issuer.\n");
    }

    @Test
    void showsWhereASignerIsAndHowTheServiceLogsIn() {
        assertThat(authorities("show", "est").out())
                .contains(
                        "Issuer:         any\n",
                        "Signer:         https://est.example.com\n",
                        "Label:          meters\n",
                        "Logs in:        as me, with a password\n");
    }
}
