package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.simulator.fleet.Fleet;
import io.latebind.simulator.fleet.FleetConfig;
import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.fleet.Until;
import io.latebind.simulator.https.HttpsTransport;
import io.latebind.simulator.trust.RootCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a service as it is delivered. */
@ExtendWith(SharedServer.class)
@Timeout(180)
final class WalkTest {
    @TempDir
    private Path directory = Path.of("");

    private final SharedServer.Running service;

    WalkTest(SharedServer.Running service) {
        this.service = service;
    }

    private Cli cli() throws IOException {
        Cli cli = new Cli(directory);
        cli.environment.put("LATEBIND_URL", service.url());
        cli.environment.put("LATEBIND_API_KEY", Files.readString(service.ownerKey()));
        return cli;
    }

    private String ok(String... words) throws IOException {
        Cli.Run run = cli().run(words);
        assertThat(run.err()).as(String.join(" ", words)).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    private JsonNode json(String... words) throws IOException {
        return JsonMapper.shared().readTree(ok(words));
    }

    /** What `latebind --help` ends with. */
    @Test
    void leadsFromATokenToAProvisionedDevice() throws IOException, InterruptedException {
        SimulatedDevice device = SimulatedDevice.fleet(41, 1, Clock.systemUTC()).getFirst();
        String id = device.uuid().toString();
        assertThat(ok("claim", device.attestationToken(), "--dry-run")).startsWith("Could be claimed: " + id);
        assertThat(ok("claim", device.attestationToken(), "--tags", "pilot,oslo"))
                .startsWith("Claimed " + id + " (nrf9151_LACA), tags pilot,oslo\n");
        assertThat(ok("devices", "list", "--tag", "pilot")).contains(id + "  READY   nrf9151_LACA  pilot,oslo  no");
        assertThat(ok("devices", "show", id)).contains("No commands.", "`latebind commands add " + id);
        ok("commands", "add", "--tag", "pilot", "csr", "--sec-tag", "42", "--attributes", "CN=x", "finished");
        FleetConfig config = FleetConfig.quick(
                List.of(device),
                new HttpsTransport(
                        service.deviceUrl(),
                        RootCertificates.read(service.rootCertificate()),
                        HttpsTransport.STANDARD_PATIENCE),
                Until.FINISHED);
        Cli waiting = cli();
        try (Fleet fleet = Fleet.start(config, _ -> {})) {
            assertThat(fleet.await(Duration.ofMinutes(2)).allDone()).isTrue();
        }
        Cli.Run watched = waiting.run("watch", id.substring(0, 8));
        assertThat(watched.exitCode()).isZero();
        assertThat(watched.out()).isEqualTo(id + "  PROVISIONED\n");
        assertThat(ok("commands", "show", id, "1", "--pem"))
                .startsWith("-----BEGIN CERTIFICATE REQUEST-----\n")
                .endsWith("\n-----END CERTIFICATE REQUEST-----\n");
        assertThat(ok("devices", "show", id)).contains("Status:         PROVISIONED", "Proven:         yes");
    }

    @Test
    void tellsWhyATokenCannotBeClaimed() throws IOException {
        SimulatedDevice device = SimulatedDevice.fleet(42, 1, Clock.systemUTC()).getFirst();
        ok("claim", device.attestationToken());
        Cli.Run again = cli().run("claim", device.attestationToken());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).startsWith("latebind: ").contains("already claimed");
        assertThat(cli().run("claim", "abc.def").exitCode()).isEqualTo(1);
    }

    @Test
    void editsAQueue() throws IOException {
        SimulatedDevice device = SimulatedDevice.fleet(43, 1, Clock.systemUTC()).getFirst();
        String id = device.uuid().toString();
        ok("claim", device.attestationToken());
        Files.writeString(directory.resolve("psk"), "00ff\n");
        ok(
                "commands",
                "add",
                id,
                "psk",
                "--sec-tag",
                "7",
                "--identity",
                "me",
                "--secret-file",
                "psk",
                "config",
                "a=b",
                "finished");
        ok("commands", "skip", id, "1");
        assertThat(cli().run("commands", "reset", id, "1").err()).contains("erased");
        ok("commands", "delete", id, "2");
        assertThat(json("commands", "list", id, "--json"))
                .extracting(command -> command.path("status").asString(""))
                .containsExactly("SKIPPED", "PENDING");
        ok("commands", "discard", id, "--yes");
        assertThat(ok("commands", "list", id)).contains("SKIPPED").doesNotContain("PENDING");
        ok("devices", "block", id);
        assertThat(cli().run("devices", "block", id).exitCode()).isEqualTo(1);
        assertThat(ok("devices", "show", id)).contains("`latebind devices unblock " + id + "`");
        ok("devices", "unblock", id);
        ok("devices", "unclaim", id, "--yes");
        assertThat(cli().run("devices", "show", id).exitCode()).isEqualTo(1);
    }

    @Test
    void managesMembersKeysAndTeams() throws IOException {
        assertThat(ok("account")).contains("Role:   owner");
        ok("members", "add", "Astrid", "--role", "editor");
        ok("members", "change", "Astrid", "--role", "viewer");
        assertThat(ok("members", "list")).containsPattern("Astrid +viewer");
        ok("keys", "create", "hers", "--member", "Astrid", "--out", "hers.key");
        Cli hers = cli();
        hers.environment.remove("LATEBIND_API_KEY");
        Cli.Run account = hers.run(
                "account", "--api-key-file", directory.resolve("hers.key").toString());
        assertThat(account.out()).contains("Astrid", "Role:   viewer");
        assertThat(hers.run(
                                "members",
                                "list",
                                "--api-key-file",
                                directory.resolve("hers.key").toString())
                        .exitCode())
                .isEqualTo(1);
        assertThat(ok("keys", "rotate", "hers", "--overlap", "60")).contains("key: lb_", "It is shown this once");
        assertThat(cli().run("keys", "revoke", "hers", "--yes").err()).contains("2 keys are called hers: ");
        ok("members", "remove", "Astrid", "--yes");
        assertThat(ok("teams", "create", "North", "--owner", "Nils")).contains("key: lb_");
        ok("teams", "rename", "North", "Nordland");
        ok("teams", "close", "Nordland", "--yes");
        assertThat(ok("teams", "list")).doesNotContain("Nordland");
    }

    @Test
    void verifiesTheAuditTrailOfTheServiceAndOfItsExport() throws IOException {
        ok("members", "add", "Audited", "--role", "viewer");
        assertThat(ok("audit", "list", "--action", "member.added", "--limit", "1"))
                .contains("member.added");
        assertThat(ok("audit", "verify")).startsWith("Whole: ");
        ok("audit", "export", "--out", directory.resolve("export.ndjson").toString());
        assertThat(ok("audit", "verify", "--file", "export.ndjson")).startsWith("Whole: ");
        assertThat(ok("audit", "export", "--action", "member.added").lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{") && line.contains("member.added"));
        Path export = directory.resolve("export.ndjson");
        Files.writeString(export, Files.readString(export).replace("Audited", "Audlted"));
        assertThat(cli().run("audit", "verify", "--file", "export.ndjson").exitCode())
                .isEqualTo(1);
    }

    @Test
    void makesChangesAndRetiresAuthoritiesOfEveryKind() throws IOException {
        Files.writeString(directory.resolve("password"), "open\n");
        String roots = service.rootCertificate().toString();
        String signer = service.deviceUrl().toString();
        ok("authorities", "create", "walk", "--default");
        assertThat(ok("authorities", "create", "walk-hook", "--webhook", signer + "/sign"))
                .startsWith("made  walk-hook  webhook  " + signer + "/sign\nsecret: whsec_");
        assertThat(cli().run("authorities", "test", "walk-hook").out())
                .as("no public authority")
                .startsWith("bad  ")
                .doesNotContain("404");
        ok("authorities", "edit", "walk-hook", "--signer-ca", roots, "--chain", roots, "--trust", "registry");
        assertThat(ok("authorities", "show", "walk-hook"))
                .contains("Signer:         " + signer + "/sign\n", "Signer's roots: CN=", "must be this subject");
        Cli.Run tested = cli().run("authorities", "test", "walk-hook");
        assertThat(tested.exitCode()).isEqualTo(1);
        assertThat(tested.out())
                .as("TLS is well, and nobody signs there")
                .startsWith("bad  ")
                .contains("404");
        ok(
                "authorities",
                "create",
                "walk-est",
                "--est",
                signer,
                "--signer-ca",
                roots,
                "--username",
                "me",
                "--password-file",
                "password");
        ok("authorities", "edit", "walk-est", "--label", "meters");
        assertThat(ok("authorities", "show", "walk-est"))
                .contains("Label:          meters\n", "Logs in:        as me, with a password\n");
        assertThat(cli().run("authorities", "edit", "walk-est", "--est", signer.replace("localhost", "127.0.0.1"))
                        .err())
                .contains("must be given again");
        ok(
                "authorities",
                "edit",
                "walk-est",
                "--est",
                signer.replace("localhost", "127.0.0.1"),
                "--password-file",
                "password");
        ok("authorities", "retire", "walk-est");
        ok("authorities", "reinstate", "walk-est");
        ok("authorities", "delete", "walk-est", "--yes");
        ok("authorities", "delete", "walk-hook", "--yes");
    }

    @Test
    void changesAProfileAndShowsWhatItMakesOfADevice() throws IOException {
        SimulatedDevice device = SimulatedDevice.fleet(44, 1, Clock.systemUTC()).getFirst();
        ok("claim", device.attestationToken());
        Files.writeString(directory.resolve("walk.yaml"), "name: walk\nsubject: {CN: \"${uuid}\", O: Walk}\n");
        ok("profiles", "add", "-f", "walk.yaml");
        Files.writeString(directory.resolve("days.yaml"), "validityDays: 30\n");
        ok("profiles", "edit", "walk", "-f", "days.yaml");
        assertThat(ok("profiles", "show", "walk")).contains("O=Walk", "Days:        30");
        assertThat(ok("profiles", "preview", "walk", device.uuid().toString())).contains("O=Walk");
        ok("profiles", "delete", "walk", "--yes");
    }
}
