package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bulk operations, identities, webhooks, keys. */
final class OtherCommandsTest {
    private static final String DEVICE = "50363154-3836-44a4-9fe3-1c4ae7e4f5d9";

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

    @Test
    void showsBulkOperations() {
        String operation =
                "{\"bulkOpsRequestId\":\"01JD\",\"status\":\"FAILED\",\"cancelled\":true,\"total\":5,\"done\":2,\"failed\":1,\"createdAt\":\"2026-11-24T06:05:00.000Z\"}";
        service.on("GET /v1/bulk-ops-requests", 200, "{\"items\":[" + operation + "],\"total\":1}");
        service.on("GET /v1/bulk-ops-requests/01JD", 200, operation);
        service.on(
                "GET /v1/bulk-ops-requests/01JD/errors",
                200,
                "{\"items\":[{\"row\":0,\"message\":\"bad\"}],\"total\":9}");
        service.on("POST /v1/bulk-ops-requests/01JD/cancel", Reply.json(202, ""));
        assertThat(cli().run("bulk", "list").out()).isEqualTo("""
                        ID    STATUS  ROWS  DONE  FAILED  BEGUN
                        01JD  FAILED  5     2     1       2026-11-24T06:05:00Z
                        """);
        Cli.Run status = cli().run("bulk", "status", "01JD", "--wait");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out())
                .contains("Status:         FAILED (cancelled)", "`latebind bulk errors 01JD` tells the reasons.");
        assertThat(cli().run("bulk", "errors", "01JD", "--limit", "1").out())
                .isEqualTo("ROW  REASON\n1    bad\n\n1 of 9 rows; --limit 0 shows all.\n");
        assertThat(cli().run("bulk", "cancel", "01JD").out()).startsWith("Cancelled.");
        assertThat(cli().run("bulk", "cancel", "01JD", "--json").out()).isEqualTo("{}\n");
    }

    @Test
    void importsIdentitiesFromCsvAndJson() throws IOException {
        service.on(
                "POST /v1/identities",
                200,
                "{\"imported\":2,\"changed\":1,\"unchanged\":0,\"contradicted\":1,\"contradictions\":[\"" + DEVICE
                        + "\"],\"failedRows\":1,\"failed\":[{\"row\":3,\"message\":\"no key\"}]}");
        Files.writeString(directory.resolve("p.csv"), "uuid,publicKey\nx,y\n");
        Files.writeString(directory.resolve("p.json"), "[{\"uuid\":\"x\"}]");
        Cli.Run run = cli().run("identities", "import", "p.csv", "--dry-run");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                        Would be imported: 2 new, 1 changed, 0 unchanged.
                        1 device came with another key before, blocked now, their pins ended:
                          50363154-3836-44a4-9fe3-1c4ae7e4f5d9
                        Not imported: 1 row, counted from 1 without the headings.
                        ROW  REASON
                        4    no key
                        """);
        assertThat(service.bodies("POST /v1/identities?dryrun=true")).containsExactly("uuid,publicKey\nx,y\n");
        cli().run("identities", "import", "p.json");
        assertThat(service.bodies("POST /v1/identities")).containsExactly("{\"identities\":[{\"uuid\":\"x\"}]}");
    }

    @Test
    void verifiesTokensAHundredAtATime() throws IOException {
        service.on(
                "POST /v1/identities/verify",
                200,
                "{\"items\":[{\"kind\":\"csr\",\"deviceId\":\"" + DEVICE
                        + "\",\"secTag\":42,\"result\":\"refused\",\"message\":\"another key\"}]}");
        Files.writeString(directory.resolve("t.txt"), "t.t\n".repeat(101));
        Cli.Run run = cli().run("identities", "verify", "--file", "t.txt");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(service.asked).hasSize(2);
        assertThat(run.out()).startsWith("""
                        #  RESULT   KIND  DEVICE                                TYPE  SEC TAG  MESSAGE
                        1  refused  csr   50363154-3836-44a4-9fe3-1c4ae7e4f5d9  -     42       another key
                        """);
    }

    @Test
    void releasesClaimsAndPinsOfWholeUuidsAlone() {
        service.on("DELETE /v1/identities/" + DEVICE + "/claim", 204, "");
        service.on("DELETE /v1/identities/" + DEVICE + "/pin", Reply.problem(404, 40400, "It has no pin."));
        assertThat(cli().run("identities", "release-claim", DEVICE, "-y").out())
                .isEqualTo("claim released  " + DEVICE + "\n");
        assertThat(cli().run("identities", "release-pin", DEVICE, "-y").exitCode())
                .isEqualTo(1);
        assertThat(cli().run("identities", "release-pin", "503631", "-y").err()).contains("'503631' is no device UUID");
    }

    @Test
    void showsAWebhooksSecretOnceAndReplays() {
        service.on("POST /v1/webhooks", 201, "{\"id\":\"w1\",\"url\":\"https://e.com/h\",\"secret\":\"whsec\"}");
        service.on("POST /v1/webhooks/w1/replay", 202, "{\"deliveries\":3}");
        service.on("POST /v1/webhooks/w1/deliveries/d1/replay", 202, "");
        service.on("PATCH /v1/webhooks/w1", 200, "{\"id\":\"w1\",\"active\":true}");
        assertThat(cli().run("webhooks", "create", "https://e.com/h", "--type", "a.b,c.d", "--tag", "x")
                        .out())
                .contains("made  w1  https://e.com/h\nsecret: whsec\n");
        assertThat(service.asked.getLast().body())
                .isEqualTo("{\"url\":\"https://e.com/h\",\"types\":[\"a.b\",\"c.d\"],\"tags\":[\"x\"]}");
        assertThat(cli().run("webhooks", "replay", "w1").out()).startsWith("3 deliveries are on the way again.");
        assertThat(cli().run("webhooks", "replay", "w1", "d1").out()).startsWith("The delivery is on the way again.");
        assertThat(cli().run("webhooks", "activate", "w1").out()).isEqualTo("activated  w1\n");
        assertThat(service.asked.getLast().body()).isEqualTo("{\"active\":true}");
    }

    @Test
    void writesANewKeyIntoAFileThatOnlyItsOwnerReads() throws IOException {
        service.on(
                "POST /v1/api-keys", 201, "{\"id\":\"k1\",\"name\":\"build\",\"role\":\"editor\",\"key\":\"lb_new\"}");
        Cli cli = cli();
        cli.clock = () -> Instant.parse("2026-11-24T00:00:00Z");
        Cli.Run run = cli.run("keys", "create", "build", "--role", "EDITOR", "--expires", "10d", "--out", "build.key");
        assertThat(service.asked.getLast().body())
                .isEqualTo("{\"name\":\"build\",\"expiresAt\":\"2026-12-04T00:00:00Z\",\"role\":\"editor\"}");
        assertThat(run.out()).contains("key:").doesNotContain("lb_new");
        assertThat(directory.resolve("build.key")).hasContent("lb_new");
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("build.key"))))
                .isEqualTo("rw-------");
        assertThat(cli().run("keys", "create", "build", "--out", "build.key").err())
                .contains("There is a file build.key already.", "no key was made");
        assertThat(service.asked).hasSize(1);
        assertThat(cli().run("keys", "create", "build", "--expires", "soon").err())
                .contains("'soon' is no time");
    }

    @Test
    void leavesNoFileBehindWhenNoKeyWasMade() {
        service.on("POST /v1/api-keys", Reply.problem(403, 40300, "The role editor may not."));
        assertThat(cli().run("keys", "create", "build", "--out", "build.key").exitCode())
                .isEqualTo(1);
        assertThat(directory.resolve("build.key")).doesNotExist();
    }
}
