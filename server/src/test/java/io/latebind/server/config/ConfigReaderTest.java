package io.latebind.server.config;

import static io.latebind.server.config.ConfigFixture.accepted;
import static io.latebind.server.config.ConfigFixture.flags;
import static io.latebind.server.config.ConfigFixture.sentences;
import static io.latebind.server.config.ConfigFixture.withEnvironment;
import static io.latebind.server.config.ConfigFixture.withFlags;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.AddressBlock;
import io.latebind.server.kernel.IdentityPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    @TempDir
    Path folder;

    @Test
    void givesEveryKeyItsDocumentedDefault() {
        assertThat(accepted(withFlags()))
                .isEqualTo(new ServerConfig(
                        Path.of("./latebind-data"),
                        Optional.empty(),
                        16,
                        new HostPort("127.0.0.1", 8080),
                        Optional.empty(),
                        new HostPort("0.0.0.0", 8443),
                        Optional.of(new HostPort("0.0.0.0", 5684)),
                        Optional.of(new HostPort("127.0.0.1", 9464)),
                        new PublicHosts(List.of("gateway-7", "localhost")),
                        Optional.empty(),
                        Optional.empty(),
                        5,
                        new TrustSettings(IdentityPolicy.FIRST_USE, false),
                        20,
                        7,
                        false,
                        new EdgeSettings(
                                6000,
                                60,
                                new EdgeSettings.CorsOrigins(List.of()),
                                new EdgeSettings.AddressBlocks(List.of())),
                        LogFormat.TEXT,
                        LogLevel.INFO,
                        false));
    }

    @Test
    void takesEveryKeyFromAFlag() {
        ServerConfig config = accepted(withFlags(
                "data-dir", "/var/lib/latebind",
                "database-url", "jdbc:postgresql://db:5432/latebind?user=a&password=b",
                "database-connections", "40",
                "api-listen", "[::1]:9090",
                "api-tls-cert", "api.pem",
                "api-tls-key", "api.key",
                "api-insecure", "true",
                "device-https-listen", "[::]:9443",
                "device-coap-listen", "192.0.2.7:5684",
                "metrics-listen", "off",
                "public-host", "Provision.example.com, 192.0.2.7,[2001:db8::7]",
                "secret-key-file", "/run/secrets/key",
                "max-deliveries", "100",
                "identity-policy", "registry",
                "attestation-tokens", "true",
                "drain-seconds", "0",
                "event-retention-days", "30",
                "webhook-allow-private", "true",
                "rate-limit-per-minute", "0",
                "failures-per-minute", "7",
                "cors-origins", "https://console.example.com, http://localhost:3000",
                "trusted-proxies", "10.0.0.0/8, 2001:db8::1",
                "public-api-url", "https://latebind.example.com/",
                "log-format", "json",
                "log-level", "DEBUG",
                "demo", "true"));
        assertThat(config)
                .isEqualTo(new ServerConfig(
                        Path.of("/var/lib/latebind"),
                        config.databaseUrl(),
                        40,
                        new HostPort("::1", 9090),
                        Optional.of(new TlsFiles(Path.of("api.pem"), Path.of("api.key"))),
                        new HostPort("::", 9443),
                        Optional.of(new HostPort("192.0.2.7", 5684)),
                        Optional.empty(),
                        new PublicHosts(List.of("provision.example.com", "192.0.2.7", "2001:db8::7")),
                        Optional.of(new PublicUrl("https://latebind.example.com")),
                        Optional.of(Path.of("/run/secrets/key")),
                        100,
                        new TrustSettings(IdentityPolicy.REGISTRY, true),
                        0,
                        30,
                        true,
                        everyLimit(),
                        LogFormat.JSON,
                        LogLevel.DEBUG,
                        true));
        assertThat(config.databaseUrl().orElseThrow().full().reveal())
                .isEqualTo("jdbc:postgresql://db:5432/latebind?user=a&password=b");
    }

    private static EdgeSettings everyLimit() {
        return new EdgeSettings(
                0,
                7,
                new EdgeSettings.CorsOrigins(List.of("https://console.example.com", "http://localhost:3000")),
                new EdgeSettings.AddressBlocks(List.of(
                        AddressBlock.parse("10.0.0.0/8").orElseThrow(),
                        AddressBlock.parse("2001:db8::1").orElseThrow())));
    }

    @Test
    void letsEnvironmentReplaceFileAndFlagReplaceBoth() throws IOException {
        Path file = Files.writeString(
                folder.resolve("latebind.conf"), "max-deliveries=2\ndrain-seconds=2\nlog-level=warn\ndemo=true\n");
        ServerConfig config = accepted(ConfigReader.read(new ConfigSources(
                Optional.of(file.toString()),
                Map.of("LATEBIND_DRAIN_SECONDS", "3", "LATEBIND_LOG_LEVEL", "error"),
                flags("log-level", "trace"),
                "h")));
        assertThat(config.maxDeliveries()).isEqualTo(2);
        assertThat(config.drainSeconds()).isEqualTo(3);
        assertThat(config.logLevel()).isEqualTo(LogLevel.TRACE);
        assertThat(config.demo()).isTrue();
    }

    @Test
    void findsTheFileThatTheEnvironmentNamesUnlessAFlagNamesAnother() throws IOException {
        Path weak = Files.writeString(folder.resolve("weak.conf"), "max-deliveries=2");
        Path strong = Files.writeString(folder.resolve("strong.conf"), "max-deliveries=3");
        Map<String, String> environment = Map.of("LATEBIND_CONFIG", weak.toString());
        assertThat(accepted(withEnvironment(environment)).maxDeliveries()).isEqualTo(2);
        assertThat(accepted(ConfigReader.read(
                                new ConfigSources(Optional.of(strong.toString()), environment, List.of(), "h")))
                        .maxDeliveries())
                .isEqualTo(3);
    }

    @Test
    void refusesUnknownNamesOfEverySourceWithTheNearestKnownOne() throws IOException {
        Path file = Files.writeString(folder.resolve("l.conf"), "# comment\n\ndata_dir = /x\n");
        assertThat(sentences(ConfigReader.read(new ConfigSources(
                        Optional.of(file.toString()),
                        Map.of("LATEBIND_API_LISTENS", "x", "LATEBIND_ZZZZZZZZZZZZZ", "x", "PATH", "/bin"),
                        flags("databse-url", "jdbc:postgresql://h/d?password=hunter2"),
                        "h"))))
                .containsExactly(
                        "data_dir (" + file + ":3): is not a setting of Latebind; did you mean data-dir?",
                        "LATEBIND_API_LISTENS (environment): is not a setting of Latebind; did you mean LATEBIND_API_LISTEN?",
                        "LATEBIND_ZZZZZZZZZZZZZ (environment): is not a setting of Latebind; `latebind serve --help` lists the settings",
                        "databse-url (flag): is not a setting of Latebind; did you mean database-url?");
    }

    @Test
    void leavesVariablesOfOtherProgramsAlone() {
        accepted(withEnvironment(Map.of(
                "LATEBIND_JAVA_HOME", "/opt/jdk",
                "LATEBIND_URL", "http://localhost:8080",
                "LATEBIND_API_KEY", "k",
                "LATEBIND_SERVICE_HOST", "10.0.0.1",
                "LATEBIND_SERVICE_PORT_API", "8080",
                "LATEBIND_PORT", "tcp://10.0.0.1:8080",
                "LATEBIND_PORT_8080_TCP_ADDR", "10.0.0.1",
                "LATEBIND_DATABASE_URL", "")));
    }

    @Test
    void reportsAllProblemsAtOnceEachWithOriginValueAndReason() throws IOException {
        Path file = Files.writeString(
                folder.resolve("l.conf"), "api-listen=8080\nmax-deliveries=0\nmax-deliveries=1\nlog-format=\\u12\n");
        assertThat(sentences(ConfigReader.read(new ConfigSources(
                        Optional.of(file.toString()),
                        Map.of("LATEBIND_LOG_LEVEL", "loud"),
                        flags("api-tls-cert", "a.pem", "demo", "maybe", "log-format", ""),
                        "h"))))
                .containsExactly(
                        "max-deliveries (" + file + ":3): is set already, at " + file + ":2",
                        "line (" + file + ":4): holds a broken \\u escape",
                        "api-listen \"8080\" (" + file + ":1): has no host; write 127.0.0.1:8080",
                        "max-deliveries \"0\" (" + file + ":2): must be a whole number from 1 to 100",
                        "log-level \"loud\" (environment LATEBIND_LOG_LEVEL): must be one of error, warn, info, debug, trace",
                        "demo \"maybe\" (flag --demo): must be true or false",
                        "log-format (flag --log-format): has no value",
                        "api-tls-cert \"a.pem\" (flag --api-tls-cert): needs api-tls-key beside it");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        Path binary = Files.write(folder.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe});
        for (String name : List.of(folder + "/none", folder.toString(), binary.toString(), "a\0b")) {
            assertThat(sentences(ConfigReader.read(new ConfigSources(Optional.of(name), Map.of(), List.of(), "h"))))
                    .singleElement()
                    .asString()
                    .contains("(flag --config)")
                    .doesNotContain("\0");
        }
    }

    @Test
    void refusesAnApiOnTheNetworkWithoutTlsUnlessToldTo() {
        assertThat(sentences(withFlags("api-listen", "0.0.0.0:8080")))
                .singleElement()
                .asString()
                .startsWith("api-listen \"0.0.0.0:8080\" (flag --api-listen): other machines can reach this address");
        assertThat(sentences(withFlags("api-listen", "[2001:db8::1]:8080"))).hasSize(1);
        assertThat(sentences(withFlags("api-listen", "somewhere:8080"))).hasSize(1);
        accepted(withFlags("api-listen", "0.0.0.0:8080", "api-insecure", "true"));
        accepted(withFlags("api-listen", "0.0.0.0:8080", "api-tls-cert", "c", "api-tls-key", "k"));
        accepted(withFlags("api-listen", "localhost:8080"));
        accepted(withFlags("api-listen", "127.3.2.1:8080"));
        accepted(withFlags("api-listen", "[::1]:8080"));
    }

    @Test
    void refusesOnePortForBothListeners() {
        assertThat(sentences(withFlags("device-https-listen", "0.0.0.0:8080")))
                .containsExactly(
                        "device-https-listen \"0.0.0.0:8080\" (flag --device-https-listen): is the port of api-listen too;"
                                + " give one of them another port");
        assertThat(sentences(withFlags("metrics-listen", "0.0.0.0:8443")))
                .singleElement()
                .asString()
                .startsWith(
                        "metrics-listen \"0.0.0.0:8443\" (flag --metrics-listen): is the port of device-https-listen too;");
        accepted(withFlags("metrics-listen", "OFF", "device-https-listen", "127.0.0.1:9464"));
        accepted(withFlags("api-listen", "127.0.0.1:0", "device-https-listen", "0.0.0.0:0"));
        accepted(withFlags("api-listen", "127.0.0.1:8443", "device-https-listen", "127.0.0.2:8443"));
    }

    @Test
    void neverShowsTheDatabasePassword() {
        assertThat(sentences(withFlags("database-url", "postgres://u:hunter2@h/d")))
                .singleElement()
                .asString()
                .startsWith("database-url (flag --database-url): is libpq's form")
                .doesNotContain("hunter2");
        assertThat(sentences(withFlags("database-url", "jdbc:postgresql://u:hunter2@h/d"))
                        .toString())
                .contains("behind the question mark")
                .doesNotContain("hunter2");
        assertThat(accepted(withFlags("database-url", "jdbc:postgresql://h/d?user=u&password=hunter2"))
                        .toString())
                .contains("jdbc:postgresql://h/d")
                .doesNotContain("hunter2");
    }

    @Test
    void keepsControlCharactersOutOfItsSentences() {
        assertThat(sentences(withFlags("log-level", "a\u001b[31m\nb\u202e")))
                .singleElement()
                .asString()
                .doesNotContain("\u001b", "\n", "\u202e");
    }

    @Test
    void leavesOutOfThePublicNamesAHostNameThatNoCertificateCanHold() {
        assertThat(accepted(ConfigReader.read(new ConfigSources(Optional.empty(), Map.of(), List.of(), "my_host")))
                        .publicHosts()
                        .names())
                .containsExactly("localhost");
    }
}
