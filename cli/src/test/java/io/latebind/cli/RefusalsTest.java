package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.cli.ScriptedService.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads when it does not work: the reason, and the way out. */
final class RefusalsTest {
    private static final String ACCOUNT =
            "{\"team\":{\"id\":\"t\",\"name\":\"Meters\",\"operating\":true},\"member\":{\"id\":\"m\",\"name\":\"Astrid\"},\"role\":\"editor\"}";

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
    void tellsHowToGiveAKey() {
        Cli cli = new Cli(directory);
        Cli.Run run = cli.run("account");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("""
                        latebind: No API key for http://127.0.0.1:8080.
                        Set LATEBIND_API_KEY, or name a file that holds a key with --api-key-file.
                        The owner's first key is in <data-dir>/owner.key of the service; `latebind keys create` makes more.
                        """);
    }

    @Test
    void showsTheKeyOfAServiceInThisDirectoryForThisMachineAlone() throws IOException {
        Files.createDirectories(directory.resolve("latebind-data"));
        Files.writeString(directory.resolve("latebind-data/owner.key"), "lb_secret");
        Cli cli = new Cli(directory);
        assertThat(cli.run("account").err()).isEqualTo("""
                        latebind: No API key for http://127.0.0.1:8080.
                        The key of the service in this directory would do:
                          export LATEBIND_API_KEY=$(cat latebind-data/owner.key)
                        """);
        assertThat(cli.run("account", "--url", "https://latebind.example.com").err())
                .contains("Set LATEBIND_API_KEY")
                .doesNotContain("owner.key)");
    }

    @Test
    void takesTheKeyFromAFileBeforeTheEnvironment() throws IOException {
        service.on("GET /v1/account", 200, ACCOUNT);
        Path file = Files.writeString(directory.resolve("build.key"), "lb_from_file\n");
        assertThat(cli().run("account", "--api-key-file", file.toString()).exitCode())
                .isZero();
        assertThat(service.asked.getFirst().header("Authorization")).contains("Bearer lb_from_file");
        assertThat(cli().run("account", "--api-key-file", "nowhere.key").err())
                .startsWith("latebind: The API key file nowhere.key cannot be read.");
    }

    @Test
    void neverSendsWhatIsNoKey() {
        Cli cli = cli();
        cli.environment.put("LATEBIND_API_KEY", "two words");
        Cli.Run run = cli.run("account");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("latebind: LATEBIND_API_KEY holds no API key");
        assertThat(service.asked).isEmpty();
    }

    @Test
    void saysWhatToDoAboutABadKey() {
        service.on("GET /v1/account", Reply.problem(401, 40101, "The API key is not valid."));
        Cli.Run run = cli().run("account");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("""
                        latebind: The API key is not valid.
                        Set LATEBIND_API_KEY to a key of this service, or name a file that holds one with --api-key-file. The owner's first key is in <data-dir>/owner.key of the service.
                        """);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void namesTheCommandThatHelpsForEachRefusal() {
        String device = "/v1/claimed-devices/50363154-3836-44a4-9fe3-1c4ae7e4f5d9";
        service.on("POST " + device + "/block", Reply.problem(403, 40300, "The role viewer may not block."));
        assertThat(cli().run("devices", "block", "50363154-3836-44a4-9fe3-1c4ae7e4f5d9")
                        .err())
                .contains("The role viewer may not block.", "`latebind account` shows whose key this is");
        service.on("GET " + device, Reply.problem(404, 40400, "There is no such device."));
        assertThat(cli().run("devices", "show", "50363154-3836-44a4-9fe3-1c4ae7e4f5d9")
                        .err())
                .contains("There is no such device.", "`latebind devices list` shows what there is.");
        service.on("POST " + device + "/block", Reply.problem(409, 40900, "It is blocked already."));
        assertThat(cli().run("devices", "block", "50363154-3836-44a4-9fe3-1c4ae7e4f5d9")
                        .err())
                .contains("It is blocked already.", "`latebind devices show 50363154-3836-44a4-9fe3-1c4ae7e4f5d9`");
        assertThat(cli().run("bulk", "list").err())
                .contains("There is no such path.", "This service may be older than this program");
    }

    @Test
    void showsEveryFieldThatIsWrong() {
        service.on("POST /v1/members", 400, """
                {"message":"2 fields are wrong.","code":40002,"errors":[
                  {"pointer":"/name","detail":"is too long"},{"pointer":"/role","detail":"is none of viewer, editor"}]}""");
        Cli.Run run = cli().run("members", "add", "x", "--role", "king");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("""
                        latebind: 2 fields are wrong.
                          /name: is too long
                          /role: is none of viewer, editor
                        """);
    }

    @Test
    void triesAgainWhenTheServiceCannotJustNow() {
        service.on(
                "GET /v1/account",
                Reply.problem(503, 50300, "Not just now.").with("Retry-After", "2"),
                Reply.problem(429, 42900, "Too many.").with("Retry-After", "3"),
                Reply.json(200, ACCOUNT));
        Cli cli = cli();
        assertThat(cli.run("account").exitCode()).isZero();
        assertThat(cli.pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void repeatsACreationUnderTheSameIdempotencyKey() {
        service.on("POST /v1/members", Reply.problem(502, 50200, "Bad gateway."), Reply.json(201, "{\"id\":\"m\"}"));
        assertThat(cli().run("members", "add", "Astrid", "--role", "editor").exitCode())
                .isZero();
        assertThat(service.asked).hasSize(2);
        assertThat(service.asked.get(0).header("Idempotency-key").orElseThrow())
                .isEqualTo(service.asked.get(1).header("Idempotency-key").orElseThrow())
                .hasSize(36);
    }

    /** The connection broke, and the service is still at work on the first attempt. */
    @Test
    void waitsForItsOwnFirstAttempt() {
        service.on(
                "POST /v1/members",
                Reply.problem(409, 40907, "The request with this key is under way.")
                        .with("Retry-After", "1"),
                Reply.json(201, "{\"id\":\"m\"}"));
        assertThat(cli().run("members", "add", "Astrid", "--role", "editor").exitCode())
                .isZero();
    }

    @Test
    void givesUpAfterAFewAttemptsAndSaysWhen() {
        service.on(
                "GET /v1/account",
                Reply.problem(503, 50302, "The database is away.").with("Retry-After", "1"));
        Cli cli = cli();
        Cli.Run run = cli.run("account");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("The database is away.", "Try again in 1 seconds.");
        assertThat(service.asked).hasSize(4);
    }

    @Test
    void doesNotWaitForMinutes() {
        service.on("GET /v1/account", Reply.problem(429, 42900, "Too many.").with("Retry-After", "600"));
        Cli cli = cli();
        assertThat(cli.run("account").err()).contains("Try again in 600 seconds.");
        assertThat(cli.pauses).isEmpty();
    }

    @Test
    void asksWhetherTheServiceRunsWhenNobodyListens() throws IOException {
        String url;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + socket.getLocalPort();
        }
        Cli.Run run = Cli.of(directory, url).run("account");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "latebind: Nobody listens at " + url
                                + ".\nIs the service running? `./latebind serve` starts one; --url or LATEBIND_URL names another address.\n");
    }

    @Test
    void noticesThatTheOtherSideSpeaksNoTls() throws IOException {
        Cli.Run run;
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(plain));
            run = Cli.of(directory, "https://127.0.0.1:" + plain.getLocalPort()).run("account");
        }
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("does not speak TLS", "Write http:// instead of https://");
    }

    private static void answerPlainly(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        } catch (IOException gone) {
            // the program hung up
        }
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String url : new String[] {"localhost:8080", "ftp://host", "http://host/v1", "http://", "::"}) {
            Cli.Run run = Cli.of(directory, url).run("account");
            assertThat(run.exitCode()).as(url).isEqualTo(2);
            assertThat(run.err()).as(url).contains("is no address of a service", "http://127.0.0.1:8080");
        }
    }

    @Test
    void saysSoWhenItIsNoLatebind() {
        service.on("GET /v1/account", new Reply(404, "text/html", java.util.Map.of(), "<html>nginx</html>"));
        assertThat(cli().run("account").err())
                .contains("answered 404", "not as Latebind does", "Is this the address of a Latebind service?");
    }

    @Test
    void namesTheIncidentOfAFault() {
        service.on(
                "GET /v1/account", 500, "{\"message\":\"An unexpected fault.\",\"code\":50000,\"incident\":\"r-17\"}");
        assertThat(cli().run("account").err()).contains("An unexpected fault.", "look for r-17");
    }

    @Test
    void keepsWhatComesFromElsewhereFromSteeringTheTerminal() {
        service.on("GET /v1/account", 200, ACCOUNT.replace("Astrid", "\\u001b]0;owned\\u0007\\u202eA"));
        assertThat(cli().run("account").out())
                .contains("\uFFFD]0;owned\uFFFD\uFFFDA")
                .doesNotContain("\u001b");
    }
}
