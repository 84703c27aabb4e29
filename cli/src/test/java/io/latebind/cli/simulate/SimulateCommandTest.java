package io.latebind.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SimulateCommandTest {
    /** A root that signed nothing; it is valid for a hundred years. */
    private static final String ROOT = """
            -----BEGIN CERTIFICATE-----
            MIIBejCCAR+gAwIBAgIUOr3Xy0dC16fM6dUYOXyqV7ZFI9wwCgYIKoZIzj0EAwIw
            ETEPMA0GA1UEAwwGTm9ib2R5MCAXDTI2MTEyMjIyMjQ1MVoYDzIxMjYxMDI5MjIy
            NDUxWjARMQ8wDQYDVQQDDAZOb2JvZHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
            AAS9WBESfZbh9N2pumApv/NLUtf+sZMPo6PkqMhGyGje4nV39xj4fxkqCEyrWNyp
            dg1jyxwERp2uiOx40IqN3Z1io1MwUTAdBgNVHQ4EFgQU/Xj12X4pPJrvLlBnHiJu
            lPkYFscwHwYDVR0jBBgwFoAU/Xj12X4pPJrvLlBnHiJulPkYFscwDwYDVR0TAQH/
            BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA361uPHCDHaFlTXHqBESyyDc5icpu
            C5Z+BG0TNZWxjIYCIQD1mZ4C9oDYdagd6pHSp5OPs69qJqo0lrJdhD5LFoa9Og==
            -----END CERTIFICATE-----
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private String ca() throws IOException {
        return Files.writeString(directory.resolve("ca.pem"), ROOT).toString();
    }

    private static String portWithoutListener() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "https://localhost:" + socket.getLocalPort();
        }
    }

    @Test
    void asksWhetherTheServiceRunsWhenNobodyListens() throws IOException {
        int code = run("--device-url", portWithoutListener(), "--ca", ca(), "--wait-service", "0s", "--seed", "1");
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("refused the connection", "Is the service running");
    }

    @Test
    void printsTheTokenOfTheKeptDeviceEachTime() throws IOException {
        String file = directory.resolve("device.json").toString();
        String url = portWithoutListener();
        run("--device-url", url, "--ca", ca(), "--wait-service", "0s", "--identity", file);
        String first = tokenLine();
        out.getBuffer().setLength(0);
        run("--device-url", url, "--ca", ca(), "--wait-service", "0s", "--identity", file);
        assertThat(tokenLine()).isEqualTo(first).startsWith("2dn3");
    }

    private String tokenLine() {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith("2dn3"))
                .findFirst()
                .orElse("");
    }

    @Test
    void writesTheTokensOfAFleet() throws IOException {
        Path tokens = directory.resolve("tokens.csv");
        run(
                "--device-url",
                portWithoutListener(),
                "--ca",
                ca(),
                "--wait-service",
                "0s",
                "--devices",
                "30",
                "--tokens",
                tokens.toString());
        assertThat(Files.readAllLines(tokens)).hasSize(30).allMatch(line -> line.startsWith("2dn3"));
        assertThat(out.toString()).contains("(and 29 more like it)");
    }

    @Test
    void saysInOneSentenceWhatKeepsItFromBeginning() throws IOException {
        assertThat(run("--device-url", "https://localhost:1", "--ca", "nowhere.pem"))
                .isEqualTo(2);
        assertThat(run("--device-url", "http://localhost:1", "--ca", ca())).isEqualTo(2);
        assertThat(err.toString())
                .contains("the root certificate nowhere.pem cannot be read", "is no device address")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesOptionsThatDoNotGoTogether() throws IOException {
        assertThat(run("--device-url", "https://localhost:1", "--ca", ca(), "--identity", "x", "--devices", "2"))
                .isEqualTo(2);
        assertThat(run("--device-url", "https://localhost:1", "--ca", ca(), "--interval", "soon"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--identity keeps one device", "'soon' is not a duration");
    }

    @Test
    void saysWhatIsNoMisbehaviour() throws IOException {
        assertThat(run("--device-url", "https://localhost:1", "--ca", ca(), "--misbehave", "power-cut,lost-reprot:10%"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("'lost-reprot:10%' is no misbehaviour: there is no 'lost-reprot'", "power-cut");
    }

    @Test
    void tellsWhichDevicesWereToldToMisbehave() throws IOException {
        int code = run(
                "--device-url",
                portWithoutListener(),
                "--ca",
                ca(),
                "--wait-service",
                "0s",
                "--seed",
                "1",
                "--devices",
                "40",
                "--misbehave",
                "clock=+2h:50%,lost-report*always");
        assertThat(code).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("Misbehaved: clock=\\+2h on (1[0-9]|2[0-9]|30) devices")
                .contains("It was told to misbehave: ");
    }

    private static String closedUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return "coaps://localhost:" + socket.getLocalPort();
        }
    }

    @Test
    void speaksCoapWhereTheAddressSaysSo() throws IOException {
        int code = run("--device-url", closedUdpPort(), "--ca", ca(), "--wait-service", "0s", "--seed", "1");
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("nobody listens on UDP at localhost:", "Is the service running");
    }

    @Test
    void speaksBothWhereBothPortsAreGiven() throws IOException {
        Path report = directory.resolve("report.json");
        run(
                "--transport",
                "mixed",
                "--device-url",
                portWithoutListener(),
                "--coap-url",
                closedUdpPort(),
                "--ca",
                ca(),
                "--wait-service",
                "0s",
                "--seed",
                "1",
                "--devices",
                "20",
                "--report",
                report.toString());
        JsonNode figures = JsonMapper.shared().readTree(report);
        assertThat(figures.at("/transport").asString()).isEqualTo("mixed");
        int https = figures.at("/transports/https/devices").asInt();
        int coap = figures.at("/transports/coap/devices").asInt();
        assertThat(https).isBetween(1, 19);
        assertThat(https + coap).isEqualTo(20);
        assertThat(figures.at("/outcomes/notDone").asInt()).isEqualTo(20);
        assertThat(figures.at("/transports/coap/bytesSentPerDevice/p50").asInt())
                .isPositive();
        assertThat(figures.at("/transports/https/datagramsSent").isMissingNode())
                .isTrue();
        assertThat(figures.at("/reasonsOfThoseNotDone/0/devices").asInt()).isPositive();
        assertThat(out.toString())
                .contains("CoAP: " + coap + " devices", "HTTPS: " + https + " devices", "Datagrams: ");
    }

    private String refusal(String... arguments) throws IOException {
        err.getBuffer().setLength(0);
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--ca", ca()));
        assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
        return err.toString();
    }

    @Test
    void saysHowTransportsAndAddressesGoTogether() throws IOException {
        assertThat(refusal("--device-url", "https://localhost:1", "--transport", "coap"))
                .contains("write coaps://HOST:5684, or leave --transport out");
        assertThat(refusal("--device-url", "coaps://localhost:1", "--transport", "https"))
                .contains("write https://HOST:8443");
        assertThat(refusal("--device-url", "https://localhost:1", "--transport", "mixed"))
                .contains("--transport mixed needs both ports");
        assertThat(refusal("--device-url", "https://localhost:1", "--coap-url", "coaps://localhost:1"))
                .contains("--coap-url goes with --transport mixed");
        assertThat(refusal("--device-url", "https://localhost:1", "--transport", "udp"))
                .contains("'udp' is none of https, coap, mixed");
    }

    @Test
    void saysWhatIsNoFaultOfANetworkAndWhichNeedCoap() throws IOException {
        assertThat(refusal("--device-url", "coaps://localhost:1", "--faults", "loss=5"))
                .contains("'loss=5' is no fault of a network: write loss=SHARE%, for example loss=5%");
        assertThat(refusal("--device-url", "https://localhost:1", "--faults", "loss=5%,power-cut=2%"))
                .contains("befalls datagrams and DTLS sessions: use CoAP");
    }

    @Test
    void cutsThePowerOfDevicesThatSpeakHttpsToo() throws IOException {
        int code = run(
                "--device-url",
                portWithoutListener(),
                "--ca",
                ca(),
                "--wait-service",
                "0s",
                "--faults",
                "power-cut=1%");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void saysHowArrivalsAreWritten() throws IOException {
        assertThat(refusal("--device-url", "https://localhost:1", "--arrival", "slowly"))
                .contains("'slowly' is no arrival: write storm, spread or a time like 5m");
        assertThat(refusal("--device-url", "https://localhost:1", "--rate", "0"))
                .contains("--rate is at least 1 device a second");
    }

    @Test
    void knowsBeforeTheDevicesBeginThatAReportCannotBeWritten() throws IOException {
        assertThat(refusal(
                        "--device-url",
                        "https://localhost:1",
                        "--report",
                        directory.resolve("no/where").toString()))
                .contains("cannot be written", "give a place where you may write");
    }

    @Test
    void keepsTheReportBeforeItWhenTheDevicesCannotBegin() throws IOException {
        Path report = Files.writeString(directory.resolve("report.json"), "of yesterday");
        Path identity = Files.writeString(directory.resolve("device.json"), "no device");
        assertThat(refusal(
                        "--device-url",
                        closedUdpPort(),
                        "--identity",
                        identity.toString(),
                        "--report",
                        report.toString()))
                .contains("device.json");
        refusal("--device-url", "http://localhost:1", "--report", report.toString());
        assertThat(report).hasContent("of yesterday");
    }

    @Test
    void leavesNoSocketsBehindWhenTheDevicesCannotBegin() throws IOException, InterruptedException {
        Path identity = Files.writeString(directory.resolve("device.json"), "no device");
        Set<Thread> before = coapThreads();
        refusal("--device-url", closedUdpPort(), "--identity", identity.toString());
        refusal(
                "--device-url",
                closedUdpPort(),
                "--report",
                directory.resolve("no/where").toString());
        Set<Thread> left = coapThreads();
        left.removeAll(before);
        for (Thread thread : left) {
            assertThat(thread.join(Duration.ofSeconds(10))).as(thread.getName()).isTrue();
        }
    }

    private static Set<Thread> coapThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("coap-"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
