package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevicesCommandTest {
    private static final String ONE = "50363154-3836-44a4-9fe3-1c4ae7e4f5d9";
    private static final String TWO = "50363199-3836-44a4-9fe3-1c4ae7e4f5d9";

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

    private static String device(String id, String status, String more) {
        return """
                {"id":"%s","deviceType":"nrf9151_LACA","firmwareId":"f","ownerId":"o","ownershipStatus":"IDENTIFIED",
                 "tags":["oslo","pilot"],"status":"%s","proven":false,"claimedAt":"2026-11-24T06:04:39.120Z"%s}""".formatted(id, status, more);
    }

    private void hasBoth() {
        service.on(
                "GET /v1/claimed-devices",
                200,
                "{\"items\":[" + device(ONE, "READY", "") + ","
                        + device(TWO, "ERROR", ",\"lastSeenAt\":\"2026-11-24T06:05:00.000Z\"") + "],\"total\":2}");
    }

    @Test
    void listsDevicesInATable() {
        hasBoth();
        Cli.Run run = cli().run("devices", "list", "--status", "error", "--tag", "a&b", "--type", "nrf9151_LACA");
        assertThat(run.exitCode()).isZero();
        assertThat(service.whatWasAsked())
                .containsExactly(
                        "GET /v1/claimed-devices?status=ERROR&tag=a%26b&deviceType=nrf9151_LACA&pageLimit=100");
        assertThat(run.out()).isEqualTo("""
                        DEVICE                                STATUS  TYPE          TAGS        PROVEN  CLAIMED               LAST SEEN
                        50363154-3836-44a4-9fe3-1c4ae7e4f5d9  READY   nrf9151_LACA  oslo,pilot  no      2026-11-24T06:04:39Z  -
                        50363199-3836-44a4-9fe3-1c4ae7e4f5d9  ERROR   nrf9151_LACA  oslo,pilot  no      2026-11-24T06:04:39Z  2026-11-24T06:05:00Z
                        """);
    }

    @Test
    void followsThePagesToTheLimit() {
        String one = device(ONE, "READY", "");
        service.on(
                "GET /v1/claimed-devices?pageLimit=100",
                200,
                "{\"items\":[%s,%s],\"total\":5,\"pageNextToken\":\"n/1\"}".formatted(one, one));
        service.on(
                "GET /v1/claimed-devices?pageLimit=3",
                200,
                "{\"items\":[%s,%s],\"total\":5,\"pageNextToken\":\"n/1\"}".formatted(one, one));
        service.on(
                "GET /v1/claimed-devices?pageLimit=3&pageNextToken=n%2F1",
                200, "{\"items\":[%s,%s],\"total\":5}".formatted(one, one));
        service.on(
                "GET /v1/claimed-devices?pageLimit=100&pageNextToken=n%2F1",
                200, "{\"items\":[%s,%s,%s],\"total\":5}".formatted(one, one, one));
        assertThat(cli().run("devices", "list", "--limit", "0").out().lines()).hasSize(6);
        assertThat(cli().run("devices", "list", "--limit", "3").out().lines())
                .hasSize(6)
                .endsWith("", "3 of 5 devices; --limit 0 shows all.");
    }

    @Test
    void saysHowToClaimWhenThereAreNone() {
        service.on("GET /v1/claimed-devices", 200, "{\"items\":[],\"total\":0}");
        assertThat(cli().run("devices", "list").out())
                .isEqualTo("No claimed devices. `latebind claim TOKEN` claims one.\n");
        assertThat(cli().run("devices", "list", "--tag", "x").out()).isEqualTo("No such device.\n");
    }

    @Test
    void findsADeviceByHowItBegins() {
        hasBoth();
        service.on("POST /v1/claimed-devices/" + TWO + "/block", 204, "");
        assertThat(cli().run("devices", "block", "50363199").out()).isEqualTo("blocked  " + TWO + "\n");
        Cli.Run both = cli().run("devices", "block", "503631");
        assertThat(both.exitCode()).isEqualTo(1);
        assertThat(both.err()).contains("More than one device begins with 503631: " + ONE + ", " + TWO + ".");
        assertThat(cli().run("devices", "block", "abcdef").err())
                .contains("No device that you can see begins with abcdef.");
        assertThat(cli().run("devices", "block", "50363").exitCode()).isEqualTo(2);
    }

    @Test
    void goesOnWithTheOthersWhenOneIsRefused() {
        service.on("POST /v1/claimed-devices/" + ONE + "/unblock", Reply.problem(409, 40900, "It is not blocked."));
        service.on("POST /v1/claimed-devices/" + TWO + "/unblock", 204, "");
        Cli.Run run = cli().run("devices", "unblock", ONE, TWO);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("unblocked  " + TWO + "\n");
        assertThat(run.err()).startsWith(ONE + ": It is not blocked.\n");
        assertThat(cli().run("devices", "unblock", ONE, TWO, "--json").out().replaceAll("\\s", ""))
                .isEqualTo(
                        "[{\"id\":\"%s\",\"done\":false,\"message\":\"Itisnotblocked.\"},{\"id\":\"%s\",\"done\":true}]"
                                .formatted(ONE, TWO));
    }

    @Test
    void asksBeforeItUnclaims() {
        service.on("DELETE /v1/claimed-devices/" + ONE, 204, "");
        Cli cli = cli();
        Cli.Run nobodyThere = cli.run("devices", "unclaim", ONE);
        assertThat(nobodyThere.exitCode()).isEqualTo(2);
        assertThat(nobodyThere.err())
                .isEqualTo(
                        "latebind: Unclaim " + ONE
                                + " and remove its queue? There is no terminal to answer on.\n--yes answers yes; nothing was done.\n");
        cli.hasTerminal = true;
        cli.typed.add("n");
        assertThat(cli.run("devices", "unclaim", ONE).exitCode()).isEqualTo(1);
        assertThat(service.asked).isEmpty();
        cli.typed.add("Yes ");
        assertThat(cli.run("devices", "unclaim", ONE).out()).isEqualTo("unclaimed  " + ONE + "\n");
        assertThat(cli.questions.getFirst()).isEqualTo("Unclaim " + ONE + " and remove its queue? [y/N] ");
        assertThat(cli.run("devices", "unclaim", ONE, "--yes").exitCode()).isZero();
    }

    @Test
    void addsAndTakesAwayTags() {
        service.on("PATCH /v1/claimed-devices/" + ONE, 200, device(ONE, "READY", ""));
        assertThat(cli().run("devices", "tag", ONE, "+pilot", "-factory", "-hello")
                        .exitCode())
                .isZero();
        assertThat(cli().run("devices", "tag", ONE, "--add", "a,b", "--remove", "h")
                        .exitCode())
                .isZero();
        assertThat(cli().run("devices", "tag", ONE, "--set", "x,y").exitCode()).isZero();
        assertThat(cli().run("devices", "tag", ONE, "--set", "").exitCode()).isZero();
        assertThat(service.bodies("PATCH /v1/claimed-devices/" + ONE))
                .containsExactly(
                        "{\"addTags\":[\"pilot\"],\"removeTags\":[\"factory\",\"hello\"]}",
                        "{\"addTags\":[\"a\",\"b\"],\"removeTags\":[\"h\"]}",
                        "{\"tags\":[\"x\",\"y\"]}",
                        "{\"tags\":[]}");
    }

    @Test
    void takesNoMistypedOptionForATag() {
        assertThat(cli().run("devices", "tag", ONE, "+a", "--josn").err())
                .contains("'--josn' is neither a device nor an option nor a tag");
        assertThat(cli().run("devices", "tag", ONE).err()).contains("Which tags?");
        assertThat(cli().run("devices", "tag", "+a").err()).contains("Which device?");
        assertThat(cli().run("devices", "tag", ONE, "+a", "--set", "b").exitCode())
                .isEqualTo(2);
        assertThat(service.asked).isEmpty();
    }

    @Test
    void showsADeviceWithItsQueueAndWhatToDo() {
        service.on("GET /v1/claimed-devices/" + ONE, 200, device(ONE, "ERROR", ",\"modemFirmware\":\"mfw_2.0.2\""));
        service.on("GET /v1/claimed-devices/" + ONE + "/provisioning", 200, """
                {"items":[
                 {"id":"c1","request":{"clientPrivateKeyGeneration":{"secTag":42}},"status":"SUCCEEDED","attempts":1,
                  "response":{"clientPrivateKeyGeneration":{"message":"abc.def"}}},
                 {"id":"c2","request":{"serverCertificate":{"secTag":42,"content":"-----BEGIN"}},"status":"FAILED","attempts":2,
                  "response":{"error":{"cmeError":515,"message":"ERROR"}},"warnings":["is 2000 characters long"]},
                 {"id":"c3","request":{"finished":{}},"status":"PENDING","attempts":0}],"total":3}""");
        assertThat(cli().run("devices", "show", ONE).out()).isEqualTo("""
                        Device:         %1$s
                        Status:         ERROR
                        Type:           nrf9151_LACA
                        Tags:           oslo,pilot
                        Proven:         no: it has not been here with the key that signed the token
                        Claimed:        2026-11-24T06:04:39Z
                        Modem firmware: mfw_2.0.2

                        #  ID  COMMAND                   STATUS     ATTEMPTS  RESULT
                        1  c1  key --sec-tag 42          SUCCEEDED  1         token, 7 characters
                        2  c2  server-cert --sec-tag 42  FAILED     2         CME error 515 (memory full)
                        3  c3  finished                  PENDING    0         -
                        Warning for 2: is 2000 characters long

                        Command 2 (server-cert --sec-tag 42) failed: CME error 515 (memory full). Nothing more is sent until you decide:
                          try again:       latebind commands reset %1$s 2
                          go on without:   latebind commands skip %1$s 2
                          change it first: latebind commands change %1$s 2 --request FILE
                        `latebind devices history %1$s` tells what happened before.
                        """.formatted(ONE));
    }

    @Test
    void tellsWhatNextInEveryStatus() {
        service.on("GET /v1/claimed-devices/" + ONE + "/provisioning", 200, "{\"items\":[],\"total\":0}");
        assertThat(nextSteps("READY"))
                .contains("`latebind commands add " + ONE + " key --sec-tag 42 finished`", "has not been here yet");
        assertThat(nextSteps("PROVISIONING")).contains("`latebind watch " + ONE + "`");
        assertThat(nextSteps("AWAITING")).contains("`latebind commands add " + ONE + " finished`");
        assertThat(nextSteps("BLOCKED")).contains("`latebind devices unblock " + ONE + "`");
        assertThat(nextSteps("PROVISIONED")).contains("Everything was carried out.");
        service.on("GET /v1/claimed-devices/" + ONE + "/provisioning", 200, """
                {"items":[{"id":"c1","request":{"certificateSigningRequest":{"secTag":7,"attributes":"","keyUsage":"101010000"}},
                 "status":"SUCCEEDED","attempts":1,"response":{"certificateSigningRequest":{"message":"a.b"}}}],"total":1}""");
        assertThat(nextSteps("AWAITING"))
                .contains(
                        "`latebind commands show " + ONE + " 1 --pem > device.csr`",
                        "client-cert --sec-tag 7 --file device.pem");
        assertThat(nextSteps("READY")).contains("Nothing says that this is all");
    }

    private String nextSteps(String status) {
        service.on("GET /v1/claimed-devices/" + ONE, 200, device(ONE, status, ""));
        String out = cli().run("devices", "show", ONE).out();
        return out.substring(out.lastIndexOf("\n\n"));
    }

    @Test
    void tellsTheHistoryTheNewestLastWithItsAdvice() {
        service.on("GET /v1/claimed-devices/" + ONE + "/history", 200, """
                {"items":[
                 {"at":"2026-11-24T06:06:00.000Z","kind":"REFUSED_EXPIRED","text":"The JWT had expired.","advice":"Set its clock.","from":{"address":"10.0.0.9"}},
                 {"at":"2026-11-24T06:05:00.000Z","kind":"CLAIMED","text":"claimed"}],"total":2}""");
        Cli.Run run =
                cli().run("devices", "history", ONE, "--kind", "refused-expired", "--since", "2026-11-24T00:00:00Z");
        assertThat(service.whatWasAsked())
                .containsExactly("GET /v1/claimed-devices/" + ONE
                        + "/history?kind=REFUSED_EXPIRED&since=2026-11-24T00%3A00%3A00Z&pageSort=desc&pageLimit=50");
        assertThat(run.out()).isEqualTo("""
                        2026-11-24T06:05:00Z  CLAIMED  claimed
                        2026-11-24T06:06:00Z  REFUSED_EXPIRED  The JWT had expired.  (from 10.0.0.9)
                            Set its clock.
                        """);
    }

    @Test
    void followsTheHistoryAndTellsNothingTwice() {
        String first = "{\"at\":\"2026-11-24T06:05:00.000Z\",\"kind\":\"CLAIMED\",\"text\":\"claimed\"}";
        String second = "{\"at\":\"2026-11-24T06:05:00.000Z\",\"kind\":\"CONNECTED\",\"text\":\"was here\"}";
        service.on(
                "GET /v1/claimed-devices/" + ONE + "/history",
                Reply.json(200, "{\"items\":[" + first + "],\"total\":1}"),
                Reply.json(200, "{\"items\":[" + first + "],\"total\":1}"),
                Reply.json(200, "{\"items\":[" + first + "," + second + "],\"total\":2}"));
        Cli cli = cli();
        cli.patience = 4;
        Cli.Run run = cli.run("devices", "history", ONE, "--follow");
        assertThat(run.out())
                .isEqualTo("2026-11-24T06:05:00Z  CLAIMED  claimed\n2026-11-24T06:05:00Z  CONNECTED  was here\n");
        assertThat(service.whatWasAsked().get(1)).contains("since=2026-11-24T06%3A05%3A00.000Z");
    }
}
