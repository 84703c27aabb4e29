package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.certificate.OpenSsl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificate authorities over REST, with material that openssl made. */
@ExtendWith(SharedService.class)
class AuthorityContractTest {
    private static final String AUTHORITIES = "/v1/certificate-authorities";

    private final RunningService service;
    private final ApiClient owner;

    @TempDir
    private Path folder;

    AuthorityContractTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    /** A certificate signed by itself, and its key. */
    private record Material(String certificate, String key) {}

    private Material made(String algorithm, String extensions) {
        OpenSsl openssl = new OpenSsl(folder);
        openssl.file("ca.cnf", "[req]\ndistinguished_name=dn\n[dn]\n[ca]\n" + extensions);
        List<String> command = new ArrayList<>(List.of(
                "req",
                "-x509",
                "-newkey",
                algorithm.startsWith("rsa") ? algorithm : "ec",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-subj",
                "/CN=Acme devices",
                "-config",
                "ca.cnf",
                "-extensions",
                "ca",
                "-days",
                "30"));
        if (!algorithm.startsWith("rsa")) {
            command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:" + algorithm));
        }
        openssl.good(command.toArray(String[]::new));
        return new Material(read("ca.pem"), read("ca.key"));
    }

    private static final String GOOD =
            "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static String escaped(String text) {
        return text.replace("\n", "\\n");
    }

    private static String body(String name, Material material, String more) {
        return "{\"name\":\"" + name + "\",\"certificateChain\":\"" + escaped(material.certificate())
                + "\",\"privateKey\":\"" + escaped(material.key()) + "\"" + more + "}";
    }

    private Answer importOf(Material material) {
        return owner.post(AUTHORITIES, body("acme", material, ""));
    }

    @ParameterizedTest
    @CsvSource({"P-256", "P-384", "rsa:2048"})
    void importsAnAuthorityThatSignsThen(String algorithm) {
        Answer made = importOf(made(algorithm, GOOD)).is(201);
        assertThat(made.text("/kind")).isEqualTo("imported");
        assertThat(made.json().at("/default").booleanValue())
                .as("the first one of a team")
                .isTrue();
        String leaf = service.certificates
                .issue(owner, owner.claimed(), Optional.empty(), Optional.empty())
                .pem();
        OpenSsl openssl = new OpenSsl(folder);
        openssl.file("leaf.pem", leaf);
        openssl.good("verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "ca.pem", "leaf.pem");
    }

    @Test
    void importsPkcs12() throws IOException {
        Material material = made("P-256", GOOD);
        new OpenSsl(folder)
                .good(
                        "pkcs12",
                        "-export",
                        "-in",
                        "ca.pem",
                        "-inkey",
                        "ca.key",
                        "-out",
                        "ca.p12",
                        "-passout",
                        "pass:sesame");
        String p12 = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("ca.p12")));
        assertThat(owner.post(AUTHORITIES, "{\"name\":\"p12\",\"pkcs12\":\"" + p12 + "\",\"password\":\"wrong\"}")
                        .isProblem(40002)
                        .message())
                .contains("cannot be opened")
                .doesNotContain("wrong");
        Answer made = owner.post(AUTHORITIES, "{\"name\":\"p12\",\"pkcs12\":\"" + p12 + "\",\"password\":\"sesame\"}")
                .is(201);
        assertThat(owner.post(AUTHORITIES, body("again", material, ""))
                        .isProblem(40900)
                        .message())
                .contains("named p12");
        showsNowhere(material, made);
    }

    @Test
    void importsEncryptedKeys() {
        Material material = made("P-256", GOOD);
        Material locked = locked(material, "-v2", "aes-256-cbc");
        assertThat(owner.post(AUTHORITIES, body("locked", locked, ""))
                        .isProblem(40002)
                        .message())
                .contains("/password is missing");
        assertThat(owner.post(AUTHORITIES, body("locked", locked, ",\"password\":\"wrong\""))
                        .isProblem(40002)
                        .message())
                .contains("does not open");
        assertThat(owner.post(AUTHORITIES, body("slow", locked(material, "-scrypt"), ",\"password\":\"sesame\""))
                        .isProblem(40002)
                        .message())
                .contains("PBKDF2");
        showsNowhere(
                material,
                owner.post(AUTHORITIES, body("locked", locked, ",\"password\":\"sesame\""))
                        .is(201));
    }

    private Material locked(Material material, String... how) {
        List<String> command = new ArrayList<>(
                List.of("pkcs8", "-topk8", "-in", "ca.key", "-out", "locked.key", "-passout", "pass:sesame"));
        command.addAll(List.of(how));
        new OpenSsl(folder).good(command.toArray(String[]::new));
        return new Material(material.certificate(), read("locked.key"));
    }

    private void showsNowhere(Material material, Answer made) {
        String secret = material.key().lines().skip(1).findFirst().orElseThrow();
        String everything = made.body()
                + owner.get(AUTHORITIES).is(200).body()
                + owner.get(AUTHORITIES + "/" + made.id()).is(200).body()
                + owner.getAs("/v1/audit-events", "application/x-ndjson")
                        .is(200)
                        .body()
                + service.rows.everything();
        assertThat(everything).contains("Acme devices").doesNotContain(secret, "sesame", "PRIVATE KEY");
    }

    @Test
    void refusesWhatCannotBeAnAuthority() {
        Material good = made("P-256", GOOD);
        refuses(
                made("P-256", "basicConstraints=critical,CA:FALSE\nkeyUsage=keyCertSign,cRLSign\n"),
                "no certificate authority");
        refuses(made("P-256", "basicConstraints=critical,CA:TRUE\nkeyUsage=cRLSign\n"), "lacks keyCertSign");
        refuses(made("P-256", "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n"), "lacks cRLSign");
        refuses(made("rsa:1024", GOOD), "of a kind that cannot be used");
        refuses(made("P-521", GOOD), "of a kind that cannot be used");
        refuses(new Material(good.certificate(), made("P-256", GOOD).key()), "is not the private key");
        refuses(new Material("nonsense", good.key()), "holds 0 PEM certificates");
        refuses(new Material(good.certificate(), "nonsense"), "holds no PEM private key");
        refuses(new Material(good.key(), good.key()), "no certificate");
        refuses(new Material(good.certificate() + made("P-256", GOOD).certificate(), good.key()), "is no chain");
        assertThat(owner.get(AUTHORITIES).is(200).ids()).isEmpty();
    }

    private void refuses(Material material, String reason) {
        Answer refused = importOf(material).isProblem(40002);
        assertThat(refused.message()).contains(reason);
        assertThat(refused.body()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void refusesAPathThatIsTooShort() {
        OpenSsl openssl = new OpenSsl(folder);
        made("P-256", GOOD);
        openssl.file("issuing.cnf", GOOD);
        openssl.good("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "issuing.key");
        openssl.good(
                "req",
                "-new",
                "-key",
                "issuing.key",
                "-subj",
                "/CN=Issuing",
                "-out",
                "issuing.csr",
                "-config",
                "ca.cnf");
        openssl.good(
                "x509",
                "-req",
                "-in",
                "issuing.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "20",
                "-extfile",
                "issuing.cnf",
                "-out",
                "issuing.pem");
        refuses(
                new Material(read("issuing.pem") + read("ca.pem"), read("issuing.key")),
                "allows 0 authorities below it");
    }

    @Test
    void offersNoKindForWhichThereIsNoSigner() {
        assertThat(owner.post(AUTHORITIES, "{\"name\":\"a\",\"kind\":\"oracle\"}")
                        .isProblem(40002)
                        .message())
                .contains("/kind must be one of builtin, imported");
        assertThat(owner.post(AUTHORITIES, "{\"name\":\"a\",\"kind\":\"imported\"}")
                        .isProblem(40002)
                        .message())
                .contains("/certificateChain is missing", "/privateKey is missing");
        assertThat(owner.post(AUTHORITIES, "{\"name\":\"a\",\"kind\":\"builtin\",\"password\":\"x\"}")
                        .isProblem(40002)
                        .message())
                .contains("/password is for authorities of the kind imported");
    }

    private String builtIn(String name) {
        return owner.post(AUTHORITIES, "{\"name\":\"" + name + "\"}").is(201).id();
    }

    private List<String> usual() {
        List<String> usual = new ArrayList<>();
        owner.get(AUTHORITIES).is(200).json().get("items").forEach(item -> {
            if (item.get("default").booleanValue()) {
                usual.add(item.get("name").stringValue());
            }
        });
        return usual;
    }

    @Test
    void hasOneDefaultWhoeverChangesItAtTheSameTime() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(builtIn("ca " + i));
        }
        assertThat(usual()).containsExactly("ca 0");
        List<Callable<Answer>> changes = ids.stream()
                .<Callable<Answer>>map(id -> () -> owner.patch(AUTHORITIES + "/" + id, "{\"default\":true}"))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> change : threads.invokeAll(changes)) {
                change.get().is(200);
            }
        }
        assertThat(usual()).hasSize(1);
        owner.post(AUTHORITIES, "{\"name\":\"new\",\"default\":true}").is(201);
        assertThat(usual()).containsExactly("new");
    }

    @Test
    void neitherRetiresNorDeletesNorUnmakesTheDefault() {
        String id = builtIn("only");
        assertThat(owner.patch(AUTHORITIES + "/" + id, "{\"default\":false}")
                        .isProblem(40900)
                        .message())
                .contains("there is always one");
        owner.patch(AUTHORITIES + "/" + id, "{\"retired\":true}").isProblem(40900);
        owner.delete(AUTHORITIES + "/" + id).isProblem(40900);
    }

    @Test
    void deletesOnlyWhatNobodyNeeds() {
        String id = builtIn("old");
        TestDevice device = owner.claimed();
        String certificate = service.certificates.issuedTo(owner, device);
        builtIn("other");
        owner.post(AUTHORITIES, "{\"name\":\"new\",\"default\":true}").is(201);
        assertThat(owner.delete(AUTHORITIES + "/" + id).isProblem(40904).message())
                .contains("1 certificates that are in force", "retire it");
        owner.patch(AUTHORITIES + "/" + id, "{\"retired\":true}").is(200);
        owner.post("/v1/certificates/" + certificate + "/revoke", "{}").is(200);
        owner.delete(AUTHORITIES + "/" + id).is(204);
        owner.get(AUTHORITIES + "/" + id).isProblem(40400);
        assertThat(owner.get("/v1/certificates/" + certificate).is(200).text("/authority"))
                .isEqualTo("old");
        builtIn("old");
    }

    @Test
    void keepsWhatARuleNames() {
        String id = builtIn("first");
        String named = builtIn("named");
        String rule = owner.post(
                        "/v1/provisioning-rules",
                        "{\"name\":\"meters\",\"commands\":[{\"request\":" + RequestSamples.KEY + "}]}")
                .is(201)
                .id();
        service.database.execute("UPDATE provisioning_rule_command SET request ="
                + " '{\"cloudAccessKeyGeneration\":{\"secTag\":1,\"authority\":\"named\"}}' WHERE rule_id = '" + rule
                + "'");
        assertThat(owner.delete(AUTHORITIES + "/" + named).isProblem(40904).message())
                .contains("the rule meters");
        assertThat(owner.patch(AUTHORITIES + "/" + named, "{\"name\":\"renamed\"}")
                        .isProblem(40904)
                        .message())
                .contains("the rule meters");
        owner.patch(AUTHORITIES + "/" + id, "{\"name\":\"renamed\"}").is(200);
        service.database.execute("DELETE FROM provisioning_rule WHERE id = '" + rule + "'");
        owner.delete(AUTHORITIES + "/" + named).is(204);
    }

    @Test
    void refusesANameThatIsTaken() {
        builtIn("a");
        String other = builtIn("b");
        owner.post(AUTHORITIES, "{\"name\":\"a\"}").isProblem(40905);
        owner.patch(AUTHORITIES + "/" + other, "{\"name\":\"a\"}").isProblem(40905);
        service.newTeam().post(AUTHORITIES, "{\"name\":\"a\"}").is(201);
    }

    @Test
    void pagesAndShows() {
        for (int i = 0; i < 3; i++) {
            builtIn(UUID.randomUUID().toString());
        }
        Answer first = owner.get(AUTHORITIES + "?pageLimit=2").is(200);
        assertThat(first.ids()).hasSize(2);
        assertThat(owner.get(AUTHORITIES + "?pageLimit=2&pageNextToken=" + first.text("/pageNextToken"))
                        .is(200)
                        .ids())
                .hasSize(1);
        owner.get(AUTHORITIES + "?pageNextToken=nonsense").isProblem(40003);
        Answer shown = owner.get(AUTHORITIES + "/" + first.ids().getFirst()).is(200);
        assertThat(shown.text("/certificateChain")).contains("BEGIN CERTIFICATE");
        assertThat(shown.text("/crlUrl")).isEqualTo("http://pki.example.com/crl/" + shown.text("/keyId"));
    }
}
