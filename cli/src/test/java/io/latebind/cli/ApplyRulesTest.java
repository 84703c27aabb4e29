package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplyRulesTest {
    private static final String REACH = """
            {"devices":{"tagged":1200,"received":0,"outdated":0,"willReceive":1100,"waiting":0,"notTrusted":0,"suspended":100},
             "commands":2,"bytesPerDevice":1433,"warnings":["command 1 is longer than 1791 characters"]}""";
    private static final String CA = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    @TempDir
    private Path directory = Path.of("");

    private final ScriptedService service = new ScriptedService();

    @BeforeEach
    void hasOneRuleAlready() throws IOException {
        service.on("GET /v1/provisioning-rules", 200, """
                {"items":[{"id":"r1","name":"keys","active":true,"version":3,"tags":["pilot"],"trust":"first-use",
                  "commands":[{"request":{"clientPrivateKeyGeneration":{"secTag":42}}},
                              {"request":{"preSharedKey":{"secTag":7,"identity":"me"}}},
                              {"request":{"serverCertificate":{"secTag":42,"content":"-----BEGIN CERTIFICATE-----\\nAA\\nAA\\n-----END CERTIFICATE-----\\n"}}}]},
                 {"id":"r9","name":"old","active":true,"version":1,"tags":[],"commands":[{"request":{"finished":{}}}]}],"total":2}""");
        service.on("POST /v1/provisioning-rules?dryrun=true", 202, REACH);
        service.on("PATCH /v1/provisioning-rules/r1?dryrun=true", 202, REACH);
        service.on("DELETE /v1/provisioning-rules/r9?dryrun=true", 200, "{}");
        service.on("POST /v1/provisioning-rules", 201, "{}");
        service.on("PATCH /v1/provisioning-rules/r1", 200, "{}");
        service.on("DELETE /v1/provisioning-rules/r9", 204, "");
        Files.writeString(directory.resolve("ca.pem"), CA);
        Files.writeString(directory.resolve("psk.hex"), "00ff\n");
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Cli cli() {
        return Cli.of(directory, service.url());
    }

    private void writeRules(String yaml) throws IOException {
        Files.writeString(directory.resolve("rules.yaml"), yaml);
    }

    /** Just what the service has; the certificate's lines are broken elsewhere. */
    private static final String SAME = """
            name: keys
            tags: [pilot]
            commands:
              - request: {clientPrivateKeyGeneration: {secTag: 42}}
              - request: {preSharedKey: {secTag: 7, identity: me, secret: {file: psk.hex}}}
              - request: {serverCertificate: {secTag: 42, content: {file: ca.pem}}}
            """;

    private static final String NEW = """
            name: fleet-ca
            description: What every meter needs
            tags: [pilot, oslo]
            commands:
              - description: root
                request:
                  serverCertificate:
                    secTag: 42
                    content: {file: ca.pem}
              - request: {config: {interval: "3600"}}
            """;

    @Test
    void showsThePlanAsksAndApplies() throws IOException {
        writeRules(NEW + "---\n" + SAME.replace("[pilot]", "[pilot, bergen]") + "active: false\n");
        Cli cli = cli();
        cli.hasTerminal = true;
        cli.typed.add("y");
        Cli.Run run = cli.run("rules", "apply", "-f", "rules.yaml", "--prune");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        + create  fleet-ca  for tags ["pilot","oslo"]
                            server-cert --sec-tag 42
                            config interval=3600
                            reaches 1,100 of 1,200 devices with its tags at their next visit, 2 commands and 1,433 bytes each
                            get it when they are no longer in ERROR or BLOCKED: 100
                            Warning: command 1 is longer than 1791 characters
                        ~ change  keys
                            active (now it is)
                            tags [pilot] → [bergen, pilot]
                            reaches 1,100 of 1,200 devices with its tags at their next visit, 2 commands and 1,433 bytes each
                            get it when they are no longer in ERROR or BLOCKED: 100
                            Warning: command 1 is longer than 1791 characters
                        - remove  old  (what devices already have stays)

                        1 to create, 1 to change, 1 to remove, 0 unchanged.
                        done  fleet-ca
                        done  keys
                        done  old
                        Applied. `latebind rules list` shows the rules.
                        """);
        assertThat(cli.questions).containsExactly("Apply? [y/N] ");
        assertThat(service.bodies("POST /v1/provisioning-rules"))
                .singleElement()
                .asString()
                .isEqualTo(
                        "{\"name\":\"fleet-ca\",\"description\":\"What every meter needs\",\"tags\":[\"pilot\",\"oslo\"],\"commands\":["
                                + "{\"description\":\"root\",\"request\":{\"serverCertificate\":{\"secTag\":42,\"content\":\""
                                + CA.replace("\n", "\\n")
                                + "\"}}},{\"request\":{\"config\":{\"interval\":\"3600\"}}}]}");
        assertThat(service.bodies("PATCH /v1/provisioning-rules/r1"))
                .containsExactly("{\"active\":false,\"tags\":[\"bergen\",\"pilot\"]}");
        assertThat(service.whatWasAsked()).endsWith("DELETE /v1/provisioning-rules/r9");
    }

    @Test
    void findsNothingToDoWhenTheFilesSayWhatIsThere() throws IOException {
        writeRules("rules:\n" + SAME.indent(4).replaceFirst("   ", "  -"));
        Cli.Run run = cli().run("rules", "apply", "-f", "rules.yaml");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        = keep    keys  (its secrets cannot be compared: --send-secrets sends them as a new version)

                        0 to create, 0 to change, 0 to remove, 1 unchanged.
                        """);
        assertThat(service.whatWasAsked()).containsExactly("GET /v1/provisioning-rules?pageLimit=100");
    }

    @Test
    void sendsSecretsAgainWhenTold() throws IOException {
        writeRules(SAME);
        Cli.Run run = cli().run("rules", "apply", "-f", "rules.yaml", "--send-secrets", "--yes");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("~ change  keys\n    secrets, sent again\n")
                .doesNotContain("00ff");
        assertThat(service.bodies("PATCH /v1/provisioning-rules/r1"))
                .singleElement()
                .asString()
                .contains("\"secret\":\"00ff\"");
    }

    @Test
    void tellsByItsExitCodeWhetherSomethingDiffers() throws IOException {
        writeRules(NEW);
        Cli.Run differs = cli().run("rules", "apply", "-f", "rules.yaml", "--plan-only", "--json");
        assertThat(differs.exitCode()).isEqualTo(2);
        assertThat(differs.out().replaceAll("\\s", ""))
                .startsWith(
                        "{\"applied\":false,\"rules\":[{\"name\":\"fleet-ca\",\"action\":\"create\",\"reach\":{\"devices\":");
        writeRules(SAME);
        assertThat(cli().run("rules", "apply", "-f", "rules.yaml", "--plan-only")
                        .exitCode())
                .isZero();
        assertThat(service.whatWasAsked()).doesNotContain("POST /v1/provisioning-rules");
    }

    @Test
    void changesNothingWithoutAnAnswer() throws IOException {
        writeRules(NEW);
        Cli.Run nobody = cli().run("rules", "apply", "-f", "rules.yaml");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("Apply? There is no terminal to answer on.", "--yes answers yes");
        Cli cli = cli();
        cli.hasTerminal = true;
        assertThat(cli.run("rules", "apply", "-f", "rules.yaml").exitCode()).isEqualTo(1);
        assertThat(service.whatWasAsked()).doesNotContain("POST /v1/provisioning-rules");
    }

    @Test
    void namesTheRuleThatTheServiceRefuses() throws IOException {
        writeRules(NEW);
        service.on("POST /v1/provisioning-rules?dryrun=true", Reply.problem(400, 40002, "The content is no PEM."));
        Cli.Run run = cli().run("rules", "apply", "-f", "rules.yaml", "--yes");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("latebind: rules.yaml, rule 1 (fleet-ca): The content is no PEM.");
    }

    @Test
    void tellsWhatWasAppliedBeforeItStopped() throws IOException {
        writeRules(NEW);
        service.on("DELETE /v1/provisioning-rules/r9", Reply.problem(409, 40904, "12 devices wait for it."));
        service.on("DELETE /v1/provisioning-rules/r1?dryrun=true", 200, "{}");
        service.on("DELETE /v1/provisioning-rules/r1", 204, "");
        Cli.Run run = cli().run("rules", "apply", "-f", "rules.yaml", "--yes", "--prune");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "old: 12 devices wait for it.", "Applied before it: fleet-ca, keys. What follows it was not.");
    }

    @Test
    void namesThePlaceOfWhatIsWrongInAFile() throws IOException {
        assertThat(refusal("name: [")).contains("rules.yaml, line ");
        assertThat(refusal("name: a\nname: b")).contains("rules.yaml, line 2");
        assertThat(refusal("- 1")).contains("rules.yaml, rule 1 is no rule");
        assertThat(refusal("tags: [x]")).contains("rule 1 has no name");
        assertThat(refusal("name: a")).contains("rule 1 (a) has no commands");
        assertThat(refusal("name: a\ntag: x"))
                .contains("unknown field tag", "Known are active, commands, description, name, tags, trust.");
        assertThat(refusal("name: a\ncommands: [{finished: {}}]")).contains("rule 1 (a), command 1 has no request");
        assertThat(refusal("name: a\ncommands: [{request: {config: {interval: 700}}}]"))
                .contains("command 1: interval is not a text", "in quotes");
        assertThat(refusal("name: a\ncommands: [{request: {preSharedKey: {secTag: 1, identity: i, secret: 1100}}}]"))
                .contains("secret is not a text");
        assertThat(refusal("name: a\ncommands: [{request: {serverCertificate: {secTag: 1, content: {file: no.pem}}}}]"))
                .contains("There is no file", "no.pem");
        assertThat(refusal(NEW + "---\n" + NEW)).contains("Two rules are called fleet-ca", "rule 1", "rule 2");
        assertThat(refusal("")).contains("There is no rule in rules.yaml");
        assertThat(service.asked).isEmpty();
    }

    private String refusal(String yaml) throws IOException {
        writeRules(yaml);
        Cli.Run run = cli().run("rules", "apply", "-f", "rules.yaml", "--yes");
        assertThat(run.exitCode()).as(yaml).isEqualTo(2);
        return run.err();
    }
}
