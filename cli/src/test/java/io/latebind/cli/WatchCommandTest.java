package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class WatchCommandTest {
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

    private static Reply stream(String text) {
        return new Reply(200, "text/event-stream", Map.of(), text);
    }

    private static String event(String id, String type, String data) {
        return "id: " + id + "\nevent: " + type
                + "\ndata: {\"specversion\":\"1.0\",\"type\":\"io.latebind." + type + "\",\"subject\":\"" + DEVICE
                + "\",\"time\":\"2026-11-24T06:05:00.000Z\",\"data\":" + data + "}\n\n";
    }

    private void device(String... statuses) {
        Reply[] replies = new Reply[statuses.length];
        for (int index = 0; index < statuses.length; index++) {
            replies[index] = Reply.json(200, "{\"id\":\"" + DEVICE + "\",\"status\":\"" + statuses[index] + "\"}");
        }
        service.on("GET /v1/claimed-devices/" + DEVICE, replies);
    }

    @Test
    void tellsWhatHappensAndGoesOnBehindTheLastEventWhenTheConnectionEnds() {
        service.on(
                "GET /v1/events",
                stream(": hello\n\n" + event("7-1", "device.claimed", "{\"tags\":[\"a\"]}")
                        + event("7-2", "command.failed", "{\"message\":\"memory\\u001b full\"}")),
                stream(event("7-3", "device.status", "{\"from\":\"READY\",\"to\":\"ERROR\"}") + ": alive\nid: 7-9\n\n"),
                Reply.problem(401, 40101, "The API key is not valid."));
        Cli.Run run = cli().run("watch", "--type", "device.status", "--tag", "pilot");
        assertThat(run.out()).isEqualTo("""
                        2026-11-24T06:05:00Z  device.claimed  %1$s  tags=["a"]
                        2026-11-24T06:05:00Z  command.failed  %1$s  message=memory\uFFFD full
                        2026-11-24T06:05:00Z  device.status  %1$s  from=READY to=ERROR
                        """.formatted(DEVICE));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(service.asked)
                .extracting(asked -> asked.header("Last-event-id").orElse("none"))
                .containsExactly("none", "7-2", "7-9");
        assertThat(service.asked.getFirst().what()).isEqualTo("GET /v1/events?type=device.status&tag=pilot");
        assertThat(service.asked.getFirst().header("Accept")).contains("text/event-stream");
    }

    @Test
    void printsAnEventALineAsJson() {
        service.on(
                "GET /v1/events",
                stream(event("1", "device.proven", "{}").replace("data: {", "data:{")),
                Reply.problem(401, 40101, "no"));
        assertThat(cli().run("watch", "--json").out())
                .isEqualTo("{\"specversion\":\"1.0\",\"type\":\"io.latebind.device.proven\",\"subject\":\"" + DEVICE
                        + "\",\"time\":\"2026-11-24T06:05:00.000Z\",\"data\":{}}\n");
    }

    @Test
    void tellsAtOnceWhenThereIsNoService() {
        service.close();
        Cli.Run run = cli().run("watch");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Is the service running?");
    }

    @Test
    void waitsUntilADeviceIsProvisioned() {
        device("READY", "READY");
        service.on(
                "GET /v1/events",
                stream(event("1", "device.status", "{\"from\":\"READY\",\"to\":\"PROVISIONING\"}")
                        + event("2", "device.status", "{\"from\":\"PROVISIONING\",\"to\":\"PROVISIONED\"}")));
        Cli.Run run = cli().run("watch", DEVICE);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        %1$s  READY
                        2026-11-24T06:05:00Z  device.status  %1$s  from=READY to=PROVISIONING
                        2026-11-24T06:05:00Z  device.status  %1$s  from=PROVISIONING to=PROVISIONED
                        """.formatted(DEVICE));
        assertThat(service.whatWasAsked()).contains("GET /v1/events?deviceId=" + DEVICE);
    }

    /** What happened between the first look and the stream must not be waited for for ever. */
    @Test
    void looksAgainWhenTheStreamStands() {
        device("READY", "PROVISIONED");
        service.on("GET /v1/events", stream(": nothing happens any more\n\n"));
        assertThat(cli().run("watch", DEVICE).exitCode()).isZero();
    }

    @Test
    void endsWithOneWhenADeviceIsInTrouble() {
        device("ERROR");
        Cli.Run run = cli().run("watch", DEVICE);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(DEVICE + " is in ERROR: `latebind devices show " + DEVICE + "` tells what to do.\n");
    }

    @Test
    void asksEveryTwoSecondsWhereThereAreNoEvents() {
        device("READY", "AWAITING", "AWAITING", "PROVISIONED");
        Cli cli = cli();
        Cli.Run run = cli.run("watch", DEVICE);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("%1$s  READY\n%1$s  AWAITING\n%1$s  PROVISIONED\n".formatted(DEVICE));
        assertThat(run.err()).contains("did all it was told and waits for more");
        assertThat(cli.pauses).hasSize(3);
    }

    @Test
    @Timeout(60)
    void stopsWhenTheTimeIsOverAlsoInTheMiddleOfAStream() {
        service.on("GET /v1/events", stream(": alive\n\n").with(ScriptedService.STAYS_OPEN, "yes"));
        assertThat(cli().run("watch", "--timeout", "1").exitCode()).isZero();
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void stopsWhenTheTimeIsOver() {
        device("READY");
        Cli.Run run = cli().run("watch", DEVICE, "--timeout", "0");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("The time is over: 0 of 1 devices are PROVISIONED.");
    }
}
