package io.latebind.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.EmbeddedDatabase;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.RunningProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the service from starting is said in one sentence, with the way out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class StartRefusalsTest {
    private Path directory;

    private LatebindProcess running;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        running = LatebindProcess.start(data());
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private Path data() {
        return directory.resolve("running");
    }

    private Path other() {
        return directory.resolve("other");
    }

    /** The one line on stderr. */
    private static String refusal(Map<String, String> environment, String... words) {
        List<String> command = new ArrayList<>(List.of("serve"));
        command.addAll(List.of(words));
        try (RunningProgram program = RunningProgram.latebind(environment, command)) {
            int code = program.awaitExit(RunningProgram.LIMIT);
            assertThat(code).as(program.told()).isNotZero();
            assertThat(program.err()).as(program.told()).noneMatch(line -> line.matches("\\s+at .*"));
            List<String> said = program.err().stream()
                    .filter(line -> line.startsWith("latebind: "))
                    .toList();
            assertThat(said).as(program.told()).hasSize(1);
            return said.getFirst()
                    + String.join(
                            "\n",
                            program.err()
                                    .subList(
                                            program.err().indexOf(said.getFirst()) + 1,
                                            program.err().size()));
        }
    }

    private static String refusal(String... words) {
        return refusal(Map.of(), words);
    }

    /** A service with an own database that is there already, so that nothing else has to be made. */
    private String refusalBesideRunning(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--data-dir",
                other().toString(),
                "--database-url",
                EmbeddedDatabase.url(data()),
                "--secret-key-file",
                data().resolve("secret.key").toString(),
                "--api-listen",
                "127.0.0.1:0",
                "--device-https-listen",
                "127.0.0.1:0",
                "--device-coap-listen",
                "127.0.0.1:0",
                "--metrics-listen",
                "127.0.0.1:0"));
        for (int i = 0; i < words.length; i += 2) {
            int at = all.indexOf(words[i]);
            if (at >= 0) {
                all.set(at + 1, words[i + 1]);
            } else {
                all.addAll(List.of(words[i], words[i + 1]));
            }
        }
        return refusal(all.toArray(String[]::new));
    }

    @Test
    void secondServiceOnTheSameDirectory() {
        assertThat(refusal("--data-dir", data().toString()))
                .contains(data().toString(), "in use by another latebind serve", "--data-dir");
        assertThat(running.rest().status("/health")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--api-listen", "--device-https-listen", "--metrics-listen"})
    void busyPort(String flag) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "127.0.0.1:" + taken.getLocalPort();
            assertThat(refusalBesideRunning(flag, port))
                    .contains(Integer.toString(taken.getLocalPort()), flag)
                    .containsAnyOf("in use", "taken");
        }
    }

    @Test
    void busyUdpPort() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThat(refusalBesideRunning("--device-coap-listen", "127.0.0.1:" + taken.getLocalPort()))
                    .contains(Integer.toString(taken.getLocalPort()), "--device-coap-listen", "in use");
        }
    }

    @Test
    void directoryThatCannotBeWritten() {
        assertThat(refusal("--data-dir", "/proc/latebind-data")).contains("/proc/latebind-data", "--data-dir");
    }

    @Test
    void fileInThePlaceOfTheDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(refusal("--data-dir", file.toString())).contains(file.toString(), "--data-dir");
    }

    @Test
    void databaseThatIsNotThere() throws IOException {
        String url = EmbeddedDatabase.url(data());
        String password = url.substring(url.indexOf("password=") + "password=".length());
        assertThat(refusalBesideRunning("--database-url", url.replace("/latebind?", "/nowhere?")))
                .contains("nowhere")
                .doesNotContain(password);
        assertThat(refusalBesideRunning("--database-url", url.replace(password, "wrong-one")))
                .contains("password")
                .doesNotContain("wrong-one");
        assertThat(refusalBesideRunning(
                        "--database-url", "jdbc:postgresql://127.0.0.1:1/latebind?user=a&password=hidden"))
                .contains("127.0.0.1:1")
                .doesNotContain("hidden");
        assertThat(refusal("--database-url", "postgres://localhost/latebind")).contains("jdbc:postgresql://");
    }

    @Test
    void addressThatOtherMachinesReachWithoutTls() {
        assertThat(refusal("--data-dir", other().toString(), "--api-listen", "0.0.0.0:0"))
                .contains("api-listen", "api-tls-cert", "api-insecure");
    }

    @Test
    void anotherSecretKey() throws IOException {
        Path wrong = Files.writeString(
                directory.resolve("wrong.key"), Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        assertThat(refusalBesideRunning("--secret-key-file", wrong.toString())).contains(wrong.toString());
    }

    @Test
    void missingSecretKey() throws IOException {
        Path missing = directory.resolve("missing.key");
        assertThat(refusalBesideRunning("--secret-key-file", missing.toString()))
                .contains(missing.toString());
        assertThat(missing).doesNotExist();
    }

    @Test
    void lostSecretKey() throws IOException {
        // the same database, and a data directory without the key
        String said = refusal(
                "--data-dir",
                directory.resolve("lost").toString(),
                "--database-url",
                EmbeddedDatabase.url(data()),
                "--api-listen",
                "127.0.0.1:0");
        assertThat(said).contains("secret.key", "--secret-key-file");
        assertThat(directory.resolve("lost").resolve("secret.key")).doesNotExist();
    }

    @Test
    void namesThatAreNotKnown() throws IOException {
        assertThat(refusal("--data-dri", "x")).contains("data-dri", "did you mean data-dir?");
        assertThat(refusal(Map.of("LATEBIND_API_LISTN", "x"))).contains("LATEBIND_API_LISTN", "LATEBIND_API_LISTEN");
        Path file = Files.writeString(directory.resolve("latebind.properties"), "log-fromat = json\n");
        assertThat(refusal("--config", file.toString())).contains("log-fromat", "did you mean log-format?");
    }

    @Test
    void schemaNewerThanTheProgram() throws SQLException, IOException {
        EmbeddedDatabase.execute(
                data(),
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) VALUES (999, '999', 'of tomorrow', 'SQL', 'V999__of_tomorrow.sql', 'test', 0, true)");
        try {
            assertThat(refusalBesideRunning()).contains("newer", "999");
        } finally {
            EmbeddedDatabase.execute(data(), "DELETE FROM flyway_schema_history WHERE installed_rank = 999");
        }
    }
}
