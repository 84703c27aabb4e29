package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
}
