package io.latebind.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.EmbeddedDatabase;
import io.latebind.acceptance.process.LatebindProcess;
import io.latebind.acceptance.process.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service that runs looks like from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class StartedServiceTest {
    private Path data;
    private Path neighbour;
    private Map<Path, FileTime> neighbourBefore;
    private LatebindProcess service;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        data = directory.resolve("data");
        neighbour = directory.resolve("data-of-last-week");
        Path old = Files.createDirectories(neighbour.resolve("postgres").resolve("data"));
        Files.writeString(old.resolve("postmaster.pid"), "1\n");
        Files.writeString(neighbour.resolve("owner.key"), "kept");
        Files.writeString(neighbour.resolve("latebind.lock"), "1");
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        for (Path file : times(neighbour).keySet()) {
            Files.setLastModifiedTime(file, longAgo);
        }
        neighbourBefore = times(neighbour);
        service = LatebindProcess.start(
                data, "--api-listen", "[::1]:0", "--public-host", "localhost", "--log-format", "json");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private static Map<Path, FileTime> times(Path root) throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void answersOnIpv6() {
        assertThat(service.api()).extracting(URI::getHost).isEqualTo("[::1]");
        assertThat(service.rest().get("/v1/account").status()).isEqualTo(200);
    }

    @Test
    void logsOneJsonObjectALine() {
        service.rest().get("/v1/claimed-devices");
        assertThat(service.program().err()).isNotEmpty().allSatisfy(line -> {
            JsonNode event = JsonMapper.shared().readTree(line);
            assertThat(event.isObject()).isTrue();
            assertThat(event.propertyNames()).contains("time", "level", "message");
            assertThat(event.path("time").asString()).endsWith("Z");
        });
    }

    @Test
    void checksSignaturesNativelyAndSaysSo() {
        assertThat(service.program().err())
                .anyMatch(line -> line.contains("\"signatures are checked by AmazonCorrettoCryptoProvider 2."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner.key", "secret.key", "tls/ca.key", "tls/server.key", "postgres/password"})
    void keepsKeysForTheOwnerAlone(String file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void keepsWhatIsCommitted(String setting) throws Exception {
        assertThat(EmbeddedDatabase.ask(data, "SHOW " + setting)).isEqualTo("on");
    }

    @Test
    void leavesOtherDataDirectoriesAlone() throws IOException {
        assertThat(times(neighbour)).isEqualTo(neighbourBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void devicePortSatisfiesOpenssl(String version) {
        String told = shell("openssl s_client -connect localhost:" + service.devicePort() + " " + version + " -CAfile '"
                + service.rootCertificate()
                + "' -verify_hostname localhost -verify_return_error </dev/null");
        assertThat(told).contains("Verification: OK", version.equals("-tls1_2") ? "TLSv1.2" : "TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tlsv1.2 --tls-max 1.2", "--tlsv1.3"})
    void devicePortSatisfiesCurl(String version) {
        String told = shell("curl -sS -o /dev/null -w '%{http_code} %{ssl_verify_result}' " + version + " --cacert '"
                + service.rootCertificate() + "' 'https://localhost:" + service.devicePort()
                + "/v1/provisioning/commands'");
        assertThat(told).contains("401 0");
    }

    @Test
    void devicePortRefusesOlderTls() {
        String told = shell("curl -sS -o /dev/null --ciphers 'DEFAULT@SECLEVEL=0' --tlsv1.0 --tls-max 1.1 --cacert '"
                + service.rootCertificate() + "' 'https://localhost:" + service.devicePort() + "/' || echo refused $?");
        assertThat(told).contains("refused 35");
    }

    private static String shell(String script) {
        try (RunningProgram bash = RunningProgram.start(List.of("bash", "-c", script), Map.of())) {
            assertThat(bash.awaitExit(RunningProgram.LIMIT)).as(bash.told()).isZero();
            return bash.told();
        }
    }
}
