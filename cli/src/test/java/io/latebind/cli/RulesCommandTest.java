package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and tags, one at a time. */
final class RulesCommandTest {
    private static final String RULE = """
            {"id":"r1","name":"fleet ca","description":"d","active":true,"version":2,"tags":["a","b"],"devices":7,
             "createdAt":"2026-11-24T06:00:00.000Z","updatedAt":"2026-11-24T07:00:00.000Z","createdBy":"Astrid",
             "commands":[{"warnings":["long"],"description":"root","request":{"serverCertificate":{"secTag":42,"content":"l1\\nl2\\n"}}}]}""";
    private static final String REACH =
            "{\"devices\":{\"tagged\":9,\"received\":7,\"outdated\":5,\"willReceive\":2},\"commands\":1,\"bytesPerDevice\":90}";

    @TempDir
    private Path directory = Path.of("");

    private final ScriptedService service = new ScriptedService()
            .on("GET /v1/provisioning-rules", 200, "{\"items\":[" + RULE + "],\"total\":1}")
            .on("GET /v1/provisioning-rules/r1/reach", 200, REACH);

    @AfterEach
    void close() {
        service.close();
    }

    private Cli cli() {
        return Cli.of(directory, service.url());
    }

    @Test
    void listsRules() {
        assertThat(cli().run("rules", "list", "--tag", "a", "--active", "true").out())
                .isEqualTo("""
                        RULE      ACTIVE  VERSION  TAGS  COMMANDS  ID
                        fleet ca  yes     2        a,b   1         r1
                        """);
        assertThat(service.whatWasAsked())
                .containsExactly("GET /v1/provisioning-rules?tag=a&active=true&pageLimit=100");
    }

    @Test
    void showsARuleWithItsReach() {
        assertThat(cli().run("rules", "show", "fleet ca").out()).isEqualTo("""
                        Rule:        fleet ca
                        Description: d
                        Active:      yes
                        Version:     2
                        Tags:        a,b
                        Id:          r1
                        Made:        2026-11-24T06:00:00Z by Astrid
                        Changed:     2026-11-24T07:00:00Z

                        #  COMMAND                   DESCRIPTION
                        1  server-cert --sec-tag 42  root
                        Warning for 1: long

                        reaches 2 of 9 devices with its tags at their next visit, 1 command and 90 bytes each
                        had it before: 7
                        keep an older version: 5 (`latebind rules send NAME` sends them the newest)
                        """);
        assertThat(service.whatWasAsked().getFirst()).contains("name=fleet%20ca");
    }

    @Test
    void showsARuleAsApplyReadsIt() {
        assertThat(cli().run("rules", "show", "fleet ca", "--yaml").out()).isEqualTo("""
                        name: "fleet ca"
                        description: "d"
                        active: true
                        tags:
                        - "a"
                        - "b"
                        commands:
                        - description: "root"
                          request:
                            serverCertificate:
                              secTag: 42
                              content: |
                                l1
                                l2
                        """);
    }

    @Test
    void actsOnARuleByItsName() {
        service.on("POST /v1/provisioning-rules/r1/deactivate", 200, RULE);
        service.on("POST /v1/provisioning-rules/r1/activate", Reply.problem(409, 40900, "It is active already."));
        service.on("POST /v1/provisioning-rules/r1/apply", 202, "{\"devices\":5}");
        service.on("DELETE /v1/provisioning-rules/r1?force=true", 204, "");
        assertThat(cli().run("rules", "deactivate", "fleet ca").out()).isEqualTo("deactivated  fleet ca\n");
        assertThat(cli().run("rules", "activate", "fleet ca").err()).contains("It is active already.");
        Cli cli = cli();
        cli.hasTerminal = true;
        cli.typed.add("y");
        assertThat(cli.run("rules", "send", "fleet ca").out()).startsWith("sent to 5 devices");
        assertThat(cli.questions).containsExactly("Send version 2 of fleet ca to 5 devices with an older one? [y/N] ");
        assertThat(cli().run("rules", "delete", "fleet ca", "--force", "-y").exitCode())
                .isZero();
        assertThat(cli().run("rules", "deactivate", "nope").err()).contains("There is no rule called nope.");
    }

    @Test
    void previewsWhatADeviceWillGet() {
        service.on("GET /v1/claimed-devices/50363154-3836-44a4-9fe3-1c4ae7e4f5d9/provisioning/preview", 200, """
                {"commands":[{"rule":"ca","ruleId":"r","version":2,"request":{"clientPrivateKeyGeneration":{"secTag":42}},"bytes":60}],
                 "finished":"implicit","bytes":75,"withheld":[{"rule":"big","reason":"the queue has no room for it"}]}""");
        assertThat(cli().run("rules", "preview", "50363154-3836-44a4-9fe3-1c4ae7e4f5d9")
                        .out())
                .isEqualTo("""
                        RULE  VERSION  COMMAND           BYTES
                        ca    2        key --sec-tag 42  60
                        The service ends them with finished by itself.
                        75 bytes in all.
                        Withheld: big: the queue has no room for it
                        """);
    }

    @Test
    void listsMakesAndDeletesTags() {
        service.on(
                "GET /v1/provisioning/tags",
                200,
                "{\"items\":[{\"tag\":\"pilot\",\"devices\":3,\"rules\":[\"ca\",\"keys\"],\"description\":\"first\"}],\"total\":1}");
        service.on("POST /v1/provisioning/tags", 201, "{}");
        service.on("DELETE /v1/provisioning/tags/a%2Fb?dryrun=true", 200, "{\"devices\":3,\"rules\":[\"ca\"]}");
        service.on("DELETE /v1/provisioning/tags/a%2Fb", Reply.problem(409, 40904, "3 devices bear it."));
        assertThat(cli().run("tags", "list").out())
                .isEqualTo("TAG    DEVICES  RULES    DESCRIPTION\npilot  3        ca,keys  first\n");
        assertThat(cli().run("tags", "create", "pilot", "--description", "d").exitCode())
                .isZero();
        assertThat(service.asked.getLast().body()).isEqualTo("{\"tag\":\"pilot\",\"description\":\"d\"}");
        Cli cli = cli();
        cli.hasTerminal = true;
        cli.typed.add("y");
        assertThat(cli.run("tags", "delete", "a/b").err()).contains("3 devices bear it.");
        assertThat(cli.questions).containsExactly("Delete the tag a/b, which 3 devices and 1 rule have? [y/N] ");
    }
}
