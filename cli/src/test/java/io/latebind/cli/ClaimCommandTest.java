package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClaimCommandTest {
    private static final String DEVICE = "50363154-3836-44a4-9fe3-1c4ae7e4f5d9";
    private static final String CLAIMED =
            "{\"id\":\"%s\",\"deviceType\":\"nrf9151_LACA\",\"tags\":[\"a\",\"b\"],\"message\":\"Unproven as yet.\"}"
                    .formatted(DEVICE);

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

    private String file(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines)).toString();
    }

    @Test
    void claimsOneDeviceAndTellsWhatNext() {
        service.on("POST /v1/claimed-devices", 201, CLAIMED);
        Cli.Run run = cli().run("claim", "abc.def", "--tags", "a, b");
        assertThat(run.exitCode()).isZero();
        assertThat(service.bodies("POST /v1/claimed-devices"))
                .containsExactly("{\"claimToken\":\"abc.def\",\"tags\":[\"a\",\"b\"]}");
        assertThat(run.out())
                .startsWith("Claimed " + DEVICE
                        + " (nrf9151_LACA), tags a,b\nUnproven as yet.\nNext: `latebind commands add " + DEVICE
                        + " key --sec-tag 42 finished`");
    }

    @Test
    void printsJsonAsTheServiceAnswered() {
        service.on("POST /v1/claimed-devices", 201, CLAIMED);
        assertThat(cli().run("claim", "abc.def", "--json").out()).isEqualTo("""
                        {
                          "id" : "%s",
                          "deviceType" : "nrf9151_LACA",
                          "tags" : [ "a", "b" ],
                          "message" : "Unproven as yet."
                        }
                        """.formatted(DEVICE));
    }

    @Test
    void readsATokenFromTheStandardInput() {
        service.on("POST /v1/claimed-devices", 202, CLAIMED);
        Cli cli = cli();
        cli.input = "\uFEFF abc.def\r\n\n";
        assertThat(cli.run("claim", "-", "--dry-run").out()).startsWith("Could be claimed: " + DEVICE);
        assertThat(service.bodies("POST /v1/claimed-devices?dryrun=true"))
                .containsExactly("{\"claimToken\":\"abc.def\"}");
    }

    @Test
    void claimsTheTokensOfAFileAndNamesTheLinesThatFailed() throws IOException {
        service.on(
                "POST /v1/claimed-devices",
                201,
                "{\"claimedIds\":[\"d1\",\"d2\"],\"failed\":[{\"row\":1,\"message\":\"is already claimed by your team\"}],\"message\":\"Unproven.\"}");
        Cli.Run run = cli().run(
                        "claim",
                        "--file",
                        file("tokens.txt", "# the first lot", "a.1", "", "a.2", "\"a.3\",\"x,y\""),
                        "--tags",
                        "pilot");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(service.asked.getFirst().body())
                .isEqualTo("\"a.1\",\"pilot\"\n\"a.2\",\"pilot\"\n\"a.3\",\"x,y,pilot\"\n");
        assertThat(service.asked.getFirst().header("Content-type")).contains("text/csv; charset=utf-8");
        assertThat(run.out()).startsWith("""
                        Claimed: 2 of 3 devices.
                          d1
                          d2
                        Not done: 1 row.
                        LINE  REASON
                        4     is already claimed by your team
                        Unproven.
                        Next: `latebind commands add --tag TAG key --sec-tag 42 finished`""");
    }

    /** The answer is 400 then, and no problem. */
    @Test
    void namesTheLinesWhenNoneCouldBeClaimed() throws IOException {
        service.on(
                "POST /v1/claimed-devices",
                400,
                "{\"claimedIds\":[],\"failed\":[{\"row\":0,\"message\":\"m1\"},{\"row\":1,\"message\":\"m2\"}]}");
        Cli.Run run = cli().run("claim", "--csv", file("devices.csv", "\"a.1\"", "a.2,x"), "--json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().replaceAll("\\s", ""))
                .isEqualTo(
                        "{\"claimedIds\":[],\"failed\":[{\"line\":1,\"message\":\"m1\"},{\"line\":2,\"message\":\"m2\"}]}");
    }

    @Test
    void tellsTheRefusalOfAWholeFile() throws IOException {
        service.on("POST /v1/claimed-devices", Reply.problem(400, 40006, "This is no CSV."));
        Cli.Run run = cli().run("claim", "--csv", file("devices.csv", "a.1", "a.2"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("latebind: This is no CSV.\n");
    }

    @Test
    void claimsUpToAThousandInPartsThatCountTheLinesOn() throws IOException {
        service.on(
                "POST /v1/claimed-devices",
                201,
                "{\"claimedIds\":[\"d\"],\"failed\":[{\"row\":3,\"message\":\"bad\"}]}");
        Cli.Run run = cli().run("claim", "--csv", tokens(450));
        assertThat(service.asked).hasSize(3);
        assertThat(service.asked.stream()
                        .mapToLong(asked -> asked.body().lines().count()))
                .containsExactly(200L, 200L, 50L);
        assertThat(run.out()).contains("\n4     bad\n204   bad\n404   bad\n");
    }

    private String tokens(int count) throws IOException {
        return file(
                "many.csv",
                IntStream.range(0, count).mapToObj(index -> "t." + index).toArray(String[]::new));
    }

    @Test
    void handsLargerFilesOverAndWaitsForTheEnd() throws IOException {
        service.on("POST /v1/claimed-devices/bulk", 202, "{\"bulkOpsRequestId\":\"01JD\"}");
        service.on(
                "GET /v1/bulk-ops-requests/01JD",
                Reply.json(
                        200,
                        "{\"bulkOpsRequestId\":\"01JD\",\"status\":\"IN_PROGRESS\",\"total\":1001,\"done\":500,\"failed\":0}"),
                Reply.json(
                        200,
                        "{\"bulkOpsRequestId\":\"01JD\",\"status\":\"SUCCEEDED\",\"total\":1001,\"done\":1001,\"failed\":1}"));
        service.on(
                "GET /v1/bulk-ops-requests/01JD/errors",
                200,
                "{\"items\":[{\"row\":1000,\"message\":\"no token\",\"code\":40004}],\"total\":1}");
        Cli cli = cli();
        Cli.Run run = cli.run("claim", "--csv", tokens(1001));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(cli.pauses).hasSize(1);
        assertThat(run.err())
                .isEqualTo(
                        "The service works through 1001 rows as bulk operation 01JD, also when this program ends: `latebind bulk status 01JD`\n");
        assertThat(run.out()).isEqualTo("""
                        Bulk operation: 01JD
                        Status:         SUCCEEDED
                        Rows:           1001
                        Done:           1001
                        Failed:         1
                        Not done: 1 row.
                        LINE  REASON
                        1001  no token
                        """);
    }

    @Test
    void refusesWordsThatDoNotGoTogetherAndFilesWithoutTokens() throws IOException {
        assertThat(cli().run("claim").err()).contains("Give one of TOKEN, --file FILE and --csv FILE");
        assertThat(cli().run("claim", "a.b", "--file", "x").exitCode()).isEqualTo(2);
        assertThat(cli().run("claim", "--file", "nowhere.txt").err())
                .isEqualTo("latebind: There is no file nowhere.txt.\n");
        assertThat(cli().run("claim", "--file", file("empty.txt", "# nothing")).err())
                .contains("There is no token in");
        assertThat(cli().run("claim", "--csv", file("bad.csv", "a.b,c,d\"e")).err())
                .contains("Line 1 is no token with tags.", "\"<token>\",\"tag1,tag2\"");
        assertThat(service.asked).isEmpty();
    }
}
