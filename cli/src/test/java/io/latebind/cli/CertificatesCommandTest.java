package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of devices, and their hand-over. */
final class CertificatesCommandTest {
    private static final String DEVICE = "50363154-3836-44a4-9fe3-1c4ae7e4f5d9";
    private static final String ID = "01a20d24-99d5-7bd2-b938-fb3d1b756801";
    private static final String CERTIFICATE = """
            {"id":"%s","deviceId":"%s","serial":"412be56d","subject":"CN=x","authorityId":"a1","authority":"built-in",
             "profile":"default","secTag":42,"state":"ACTIVE","issuedAt":"2026-11-24T10:40:32.219Z",
             "notBefore":"2026-11-24T09:40:32.000Z","notAfter":"2036-11-21T10:40:32.000Z"}""".formatted(ID, DEVICE);
    private static final String ROW =
            "%s,meter,a|b,APP|MODEM,\"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n\"\n";

    @TempDir
    private Path directory = Path.of("");

    private final ScriptedService service = new ScriptedService()
            .on("GET /v1/certificates", 200, "{\"items\":[" + CERTIFICATE + "],\"total\":1}")
            .on("GET /v1/certificates/" + ID, 200, CERTIFICATE)
            .on("GET /v1/certificate-authorities", 200, "{\"items\":[{\"id\":\"a1\",\"name\":\"acme\"}],\"total\":1}");

    @AfterEach
    void close() {
        service.close();
    }

    private Cli cli() {
        return Cli.of(directory, service.url());
    }

    private static Reply text(String type, String body) {
        return new Reply(200, type, Map.of(), body);
    }

    @Test
    void listsThoseThatAreWanted() {
        assertThat(cli().run(
                                "certificates",
                                "list",
                                "--device",
                                DEVICE,
                                "--authority",
                                "acme",
                                "--profile",
                                "default",
                                "--state",
                                "active")
                        .out())
                .isEqualTo("""
                        SERIAL    STATE   DEVICE                                AUTHORITY  PROFILE  SEC TAG  ISSUED                ENDS
                        412be56d  ACTIVE  50363154-3836-44a4-9fe3-1c4ae7e4f5d9  built-in   default  42       2026-11-24T10:40:32Z  2036-11-21T10:40:32Z
                        """);
        assertThat(service.whatWasAsked().getLast())
                .isEqualTo("GET /v1/certificates?pageSort=desc&deviceId=" + DEVICE
                        + "&authorityId=a1&profile=default&state=ACTIVE&pageLimit=100");
        service.on("GET /v1/certificates", 200, "{\"items\":[],\"total\":0}");
        assertThat(cli().run("certificates", "list").out()).isEqualTo("No such certificate.\n");
    }

    @Test
    void showsOneByIdOrSerial() {
        String expected = """
                Serial:    412be56d
                State:     ACTIVE
                Device:    50363154-3836-44a4-9fe3-1c4ae7e4f5d9
                Subject:   CN=x
                Authority: built-in
                Profile:   default
                Sec tag:   42
                Issued:    2026-11-24T10:40:32Z
                Holds:     2026-11-24T09:40:32Z to 2036-11-21T10:40:32Z
                Id:        01a20d24-99d5-7bd2-b938-fb3d1b756801
                """;
        assertThat(cli().run("certificates", "show", ID).out()).isEqualTo(expected);
        assertThat(cli().run("certificates", "show", "41:2B:E5:6D").out()).isEqualTo(expected);
        assertThat(service.whatWasAsked().getLast()).isEqualTo("GET /v1/certificates?serial=412be56d&pageLimit=100");
    }

    @Test
    void saysWhichCertificateItCannotFind() {
        Cli.Run nonsense = cli().run("certificates", "show", "meter");
        assertThat(nonsense.exitCode()).isEqualTo(2);
        assertThat(nonsense.err()).contains("'meter' is no certificate", "latebind certificates list");
        service.on("GET /v1/certificates", 200, "{\"items\":[],\"total\":0}");
        assertThat(cli().run("certificates", "show", "ff").err())
                .contains("No certificate that you can see has the serial number ff.");
        service.on("GET /v1/certificates", 200, "{\"items\":[" + CERTIFICATE + "," + CERTIFICATE + "],\"total\":2}");
        assertThat(cli().run("certificates", "show", "412be56d").err()).contains("More than one", ID, "Give the id.");
    }

    @Test
    void printsPem() {
        String pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        service.on("GET /v1/certificates/" + ID + "/pem", text("application/pem-certificate-chain", pem));
        assertThat(cli().run("certificates", "pem", ID).out()).isEqualTo(pem);
    }

    @Test
    void asksBeforeItRevokes() {
        String revoke = "POST /v1/certificates/" + ID + "/revoke";
        service.on(revoke, 200, CERTIFICATE);
        Cli cli = cli();
        assertThat(cli.run("certificates", "revoke", ID).exitCode()).isEqualTo(2);
        assertThat(service.bodies(revoke)).isEmpty();
        cli.hasTerminal = true;
        cli.typed.add("yes");
        Cli.Run run = cli.run("certificates", "revoke", ID, "412be56d", "--reason", "superseded", "--note", "new one");
        assertThat(run.out()).as("the same one twice is one").isEqualTo("revoked  " + ID + "\n");
        assertThat(cli.questions)
                .containsExactly("Revoke the certificate 412be56d of the device " + DEVICE + " for ever? [y/N] ");
        assertThat(cli.run("certificates", "revoke", ID, "--yes").exitCode()).isZero();
        assertThat(service.bodies(revoke)).containsExactly("{\"reason\":\"superseded\",\"note\":\"new one\"}", "{}");
        service.on(revoke, Reply.problem(409, 40900, "It was revoked already."));
        assertThat(cli.run("certificates", "revoke", ID, "--yes").err()).contains("It was revoked already.");
    }

    @Test
    void exportsAsTheCloudTakesIt() {
        String rows = ROW.formatted(DEVICE) + ROW.formatted(ID);
        service.on("GET /v1/device-handover", text("text/csv", rows));
        assertThat(cli().run(
                                "certificates",
                                "export",
                                "--tag",
                                "a",
                                "--status",
                                "awaiting",
                                "--sec-tag",
                                "42",
                                "--sub-type",
                                "meter",
                                "--fw-types",
                                "APP|MODEM")
                        .out())
                .isEqualTo(rows);
        assertThat(service.whatWasAsked())
                .containsExactly(
                        "GET /v1/device-handover?status=AWAITING&tag=a&secTag=42&subType=meter&fwTypes=APP%7CMODEM");
        assertThat(service.asked.getFirst().header("Accept")).contains("text/csv");
    }

    @Test
    void exportsLinesOfJsonIntoAFile() throws IOException {
        service.on("GET /v1/device-handover", text("application/x-ndjson", "{}\n{}\n"));
        assertThat(cli().run("certificates", "export", "--ndjson", "--out", "d.ndjson")
                        .out())
                .isEqualTo("d.ndjson\n");
        assertThat(Files.readString(directory.resolve("d.ndjson"))).isEqualTo("{}\n{}\n");
        assertThat(service.asked.getFirst().header("Accept")).contains("application/x-ndjson");
    }

    @Test
    void cutsRowsIntoFiles() throws IOException {
        List<String> rows = List.of(ROW.formatted(1), ROW.formatted(2), ROW.formatted(3));
        service.on("GET /v1/device-handover", text("text/csv", String.join("", rows)));
        assertThat(cli().run("certificates", "export", "--out", "on.csv", "--rows", "2")
                        .out())
                .isEqualTo("on-1.csv\non-2.csv\n");
        assertThat(Files.readString(directory.resolve("on-1.csv"))).isEqualTo(rows.get(0) + rows.get(1));
        assertThat(Files.readString(directory.resolve("on-2.csv"))).isEqualTo(rows.get(2));
        service.on("GET /v1/device-handover", text("text/csv", ""));
        assertThat(cli().run("certificates", "export", "--out", "none.csv", "--rows", "2")
                        .out())
                .contains("no file was written");
        Cli.Run nowhere = cli().run("certificates", "export", "--rows", "2");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).contains("--rows takes a number from 1 and needs --out");
        assertThat(cli().run("certificates", "export", "--out", "x", "--rows", "0")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void leavesNothingOfAnExportThatBreaksOff() throws IOException {
        Files.writeString(directory.resolve("on-1.csv"), "of yesterday\n");
        String rows = ROW.formatted(1) + ROW.formatted(2) + ROW.formatted(3);
        service.on("GET /v1/device-handover", text("text/csv", rows).with(ScriptedService.BREAKS_OFF, "yes"));
        Cli.Run pieces = cli().run("certificates", "export", "--out", "on.csv", "--rows", "1");
        Cli.Run whole = cli().run("certificates", "export", "--out", "on.csv");
        assertThat(List.of(pieces.exitCode(), whole.exitCode())).containsOnly(1);
        assertThat(Files.readString(directory.resolve("on-1.csv"))).isEqualTo("of yesterday\n");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void revokesWithTheClaim() {
        service.on("DELETE /v1/claimed-devices/" + DEVICE, 204, "");
        Cli cli = cli();
        cli.hasTerminal = true;
        cli.typed.add("y");
        assertThat(cli.run("devices", "unclaim", DEVICE, "--revoke-certificates")
                        .out())
                .isEqualTo("unclaimed  " + DEVICE + "\n");
        assertThat(cli.questions.getFirst())
                .isEqualTo("Unclaim " + DEVICE + " and remove its queue, and revoke its certificates for ever? [y/N] ");
        assertThat(service.whatWasAsked())
                .containsExactly("DELETE /v1/claimed-devices/" + DEVICE + "?revokeCertificates=true");
    }
}
