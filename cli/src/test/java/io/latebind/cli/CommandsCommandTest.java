package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandsCommandTest {
    private static final String DEVICE = "50363154-3836-44a4-9fe3-1c4ae7e4f5d9";
    private static final String QUEUE = "/v1/claimed-devices/" + DEVICE + "/provisioning";

    @TempDir
    private Path directory = Path.of("");

    private final ScriptedService service = new ScriptedService();

    @AfterEach
    void close() {
        service.close();
    }

    private Cli cli() {
        return Cli.of(directory, service.url());
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private String added(String... kind) {
        service.on("POST " + QUEUE, 201, "{\"id\":\"c1\",\"request\":{\"finished\":{}}}");
        String[] words = new String[kind.length + 3];
        System.arraycopy(new String[] {"commands", "add", DEVICE}, 0, words, 0, 3);
        System.arraycopy(kind, 0, words, 3, kind.length);
        Cli.Run run = cli().run(words);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return service.asked.getLast().body();
    }

    @Test
    void addsEveryKindOfCommand() throws IOException {
        String pem = file("ca.pem", "-----BEGIN CERTIFICATE-----\n");
        String secret = file("secret", "00ff\n");
        assertThat(added("key", "--sec-tag", "42", "--description", "mine"))
                .isEqualTo("{\"description\":\"mine\",\"request\":{\"clientPrivateKeyGeneration\":{\"secTag\":42}}}");
        assertThat(added("csr", "--sec-tag", "42", "--attributes", "O=x,C=no"))
                .isEqualTo(
                        "{\"request\":{\"certificateSigningRequest\":{\"secTag\":42,\"attributes\":\"O=x,C=no\",\"keyUsage\":\"101010000\"}}}");
        assertThat(added("csr", "--sec-tag", "42")).contains("\"attributes\":\"CN=" + DEVICE + "\"");
        assertThat(added("cloud-key", "--sec-tag", "42"))
                .isEqualTo("{\"request\":{\"cloudAccessKeyGeneration\":{\"secTag\":42}}}");
        assertThat(added("cloud-key", "--sec-tag", "42", "--authority", "plant", "--profile", "meters"))
                .isEqualTo(
                        "{\"request\":{\"cloudAccessKeyGeneration\":{\"secTag\":42,\"authority\":\"plant\",\"profile\":\"meters\"}}}");
        assertThat(added("csr", "--sec-tag", "42", "--attributes", "O=x", "--sign", "--profile", "meters"))
                .endsWith("\"keyUsage\":\"101010000\",\"sign\":true,\"profile\":\"meters\"}}}");
        assertThat(added("endorsement-key", "--sec-tag", "2147483647"))
                .isEqualTo("{\"request\":{\"endorsementKeyGeneration\":{\"secTag\":2147483647}}}");
        assertThat(added("server-cert", "--sec-tag", "42", "--file", pem))
                .isEqualTo(
                        "{\"request\":{\"serverCertificate\":{\"secTag\":42,\"content\":\"-----BEGIN CERTIFICATE-----\\n\"}}}");
        assertThat(added("client-cert", "--sec-tag", "42", "--file", pem))
                .contains("\"clientCertificate\":{\"secTag\":42,");
        assertThat(added("client-key", "--sec-tag", "42", "--file", pem, "--password-file", secret))
                .endsWith("\"content\":\"-----BEGIN CERTIFICATE-----\\n\",\"password\":\"00ff\"}}}");
        assertThat(added("psk", "--sec-tag", "42", "--identity", "me", "--secret-file", secret))
                .isEqualTo("{\"request\":{\"preSharedKey\":{\"secTag\":42,\"identity\":\"me\",\"secret\":\"00ff\"}}}");
        assertThat(added("config", "a=b", "c=d=e")).isEqualTo("{\"request\":{\"config\":{\"a\":\"b\",\"c\":\"d=e\"}}}");
        assertThat(added("finished")).isEqualTo("{\"request\":{\"finished\":{}}}");
        assertThat(added("request", file("r.json", "{\"finished\":{}}"))).isEqualTo("{\"request\":{\"finished\":{}}}");
    }

    @Test
    void addsSeveralKindsInTheirOrder() {
        assertThat(added("key", "--sec-tag", "1", "config", "a=b", "finished"))
                .isEqualTo("{\"request\":{\"finished\":{}}}");
        assertThat(service.bodies("POST " + QUEUE))
                .containsExactly(
                        "{\"request\":{\"clientPrivateKeyGeneration\":{\"secTag\":1}}}",
                        "{\"request\":{\"config\":{\"a\":\"b\"}}}",
                        "{\"request\":{\"finished\":{}}}");
    }

    /** A finished without the command before it would say that a device is provisioned which is not. */
    @Test
    void addsNothingBehindACommandThatWasRefused() {
        service.on("POST " + QUEUE, Reply.problem(400, 40002, "The secTag is too large."));
        Cli.Run run = cli().run("commands", "add", DEVICE, "key", "--sec-tag", "2147483648", "finished");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(service.asked).hasSize(1);
        assertThat(run.err()).startsWith(DEVICE + ": The secTag is too large.\n");
    }

    @Test
    void addsToAllDevicesWithATag() {
        service.on(
                "GET /v1/claimed-devices", 200, "{\"items\":[{\"id\":\"" + DEVICE + "\"},{\"id\":\"x\"}],\"total\":2}");
        service.on("POST " + QUEUE, Reply.problem(400, 40000, "The queue is full."));
        service.on(
                "POST /v1/claimed-devices/x/provisioning",
                201,
                "{\"id\":\"c9\",\"request\":{\"config\":{\"a\":\"b\"}},\"warnings\":[\"too long\"]}");
        Cli.Run run = cli().run("commands", "add", "--tag", "pilot", "config", "a=b");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("added  x  c9  config a=b\n  Warning: too long\n");
        assertThat(run.err()).isEqualTo(DEVICE + ": The queue is full.\n");
    }

    @Test
    void neverShowsWhatIsInASecretFile() throws IOException {
        String twoLines = file("secret", "00ff\n11ee\n");
        Cli.Run run = cli().run(
                        "commands",
                        "add",
                        DEVICE,
                        "psk",
                        "--sec-tag",
                        "1",
                        "--identity",
                        "i",
                        "--secret-file",
                        twoLines);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("must hold one line, the secret").doesNotContain("00ff");
    }

    @Test
    void refusesWordsThatSayTooLittle() {
        assertThat(cli().run("commands", "add", DEVICE).err()).contains("Missing required subcommand: ", "finished");
        assertThat(cli().run("commands", "add", "finished").err())
                .contains("Give DEVICEs before the kind of command, or --tag TAG");
        assertThat(cli().run("commands", "add", DEVICE, "key").err())
                .contains("Missing required option: '--sec-tag=N'", "`latebind commands add key --help`");
        assertThat(cli().run("commands", "add", DEVICE, "config", "a").err())
                .contains("'a' is no setting: write KEY=VALUE");
        assertThat(cli().run("commands", "add", DEVICE, "config", "a=1", "a=2").err())
                .contains("'a' is set twice");
        assertThat(service.asked).isEmpty();
    }

    private void hasAQueue() {
        service.on("GET " + QUEUE, 200, """
                {"items":[
                 {"id":"aaaa1111-0000-7000-8000-000000000001","request":{"preSharedKey":{"secTag":42,"identity":"me"}},"status":"SUCCEEDED",
                  "attempts":1,"response":{"preSharedKey":{}},"createdAt":"2026-11-24T06:05:00.000Z","createdBy":"m","updatedAt":"2026-11-24T06:05:00.000Z"},
                 {"id":"bbbb1111-0000-7000-8000-000000000002","request":{"finished":{}},"status":"PENDING","attempts":0}],"total":2}""");
    }

    @Test
    void namesACommandByNumberOrId() {
        hasAQueue();
        service.on("POST " + QUEUE + "/bbbb1111-0000-7000-8000-000000000002/skip", 200, "{}");
        service.on("DELETE " + QUEUE + "/aaaa1111-0000-7000-8000-000000000001", 204, "");
        assertThat(cli().run("commands", "skip", DEVICE, "2").out())
                .isEqualTo("skipped  bbbb1111-0000-7000-8000-000000000002\n");
        assertThat(cli().run("commands", "skip", DEVICE, "bbbb").exitCode()).isZero();
        assertThat(cli().run("commands", "delete", DEVICE, "aaaa1111-0000-7000-8000-000000000001")
                        .exitCode())
                .isZero();
        assertThat(cli().run("commands", "skip", DEVICE, "3").err())
                .contains("has 2 commands, and no number 3", "`latebind commands list " + DEVICE + "`");
        assertThat(cli().run("commands", "skip", DEVICE, "cccc").err()).contains("has no command cccc");
    }

    @Test
    void resetsOneCommandOrTheWholeQueueWhenAsked() {
        hasAQueue();
        service.on("POST " + QUEUE + "/aaaa1111-0000-7000-8000-000000000001/reset", 200, "{}");
        service.on("POST " + QUEUE + "/reset", 202, "");
        service.on("POST " + QUEUE + "/discard", 204, "");
        assertThat(cli().run("commands", "reset", DEVICE, "1").exitCode()).isZero();
        assertThat(cli().run("commands", "reset", DEVICE).exitCode()).isEqualTo(2);
        assertThat(service.whatWasAsked()).doesNotContain("POST " + QUEUE + "/reset");
        assertThat(cli().run("commands", "reset", DEVICE, "--yes", "--force").out())
                .isEqualTo("reset  " + DEVICE + "  (whole queue)\n");
        assertThat(service.whatWasAsked()).contains("POST " + QUEUE + "/reset?force=true");
        Cli cli = cli();
        cli.hasTerminal = true;
        cli.typed.add("y");
        assertThat(cli.run("commands", "discard", DEVICE).out()).isEqualTo("discarded  " + DEVICE + "\n");
    }

    @Test
    void putsAnErasedSecretBackAndKeepsTheRest() throws IOException {
        hasAQueue();
        String path = "PATCH " + QUEUE + "/aaaa1111-0000-7000-8000-000000000001";
        service.on(
                path,
                200,
                "{\"id\":\"c\",\"request\":{\"preSharedKey\":{\"secTag\":42,\"identity\":\"me\"}},\"status\":\"SUCCEEDED\"}");
        Cli.Run run = cli().run("commands", "change", DEVICE, "1", "--secret-file", file("s", "0a0b"));
        assertThat(run.out()).endsWith("psk --sec-tag 42 (me)  SUCCEEDED\n");
        assertThat(cli().run("commands", "change", DEVICE, "1", "--description", "d")
                        .exitCode())
                .isZero();
        assertThat(cli().run(
                                "commands",
                                "change",
                                DEVICE,
                                "1",
                                "--request",
                                file("r.json", "{\"config\":{\"a\":\"b\"}}"))
                        .exitCode())
                .isZero();
        assertThat(service.bodies(path))
                .containsExactly(
                        "{\"request\":{\"preSharedKey\":{\"secTag\":42,\"identity\":\"me\",\"secret\":\"0a0b\"}}}",
                        "{\"description\":\"d\"}",
                        "{\"request\":{\"config\":{\"a\":\"b\"}}}");
        assertThat(cli().run("commands", "change", DEVICE, "1").err()).contains("What is to change?");
    }

    @Test
    void showsOneCommand() {
        hasAQueue();
        assertThat(cli().run("commands", "show", DEVICE, "1").out()).isEqualTo("""
                        Command:  aaaa1111-0000-7000-8000-000000000001
                        Request:  psk --sec-tag 42 (me)
                        Status:   SUCCEEDED
                        Attempts: 1
                        Made:     2026-11-24T06:05:00Z
                        Made by:  m
                        Changed:  2026-11-24T06:05:00Z
                        """);
        assertThat(cli().run("commands", "show", DEVICE, "2", "--pem").err())
                .contains("The device has not answered a token: the command is PENDING.");
    }

    @Test
    void namesTheLineOfBadJson() throws IOException {
        assertThat(cli().run("commands", "add", DEVICE, "request", file("bad.json", "{\n \"a\":"))
                        .err())
                .contains("is no JSON", "line 2");
        assertThat(cli().run("commands", "add", DEVICE, "request", file("no.json", "[1]"))
                        .err())
                .contains("holds something that is no command");
    }
}
