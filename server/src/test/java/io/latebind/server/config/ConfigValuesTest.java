package io.latebind.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.NearestName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "[::1]:0", "localhost:65535", "a-b.example.com:1", "[2001:db8::1]:8443"})
    void takesAndPrintsHostAndPort(String text) {
        assertThat(HostPort.parse(text))
                .isInstanceOfSatisfying(
                        ParsedValue.Good.class, good -> assertThat(good.value()).hasToString(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8080 | has no host",
                "localhost | has no port",
                ":8080 | has no host; 0.0.0.0:8080",
                "*:8080 | has no host",
                "::1 | needs brackets",
                "::1:8080 | needs brackets",
                "2001:db8:1:2:3:4:5:6:8080 | in brackets",
                "localhost:65536 | from 0 to 65535",
                "localhost:-1 | from 0 to 65535",
                "localhost:http | from 0 to 65535",
                "localhost: | from 0 to 65535",
                "1.2.3:80 | an IPv4 address",
                "256.1.1.1:80 | an IPv4 address",
                "[localhost]:80 | in brackets",
                "[127.0.0.1]:80 | in brackets",
                "under_score:80 | must be a name",
                "-a:80 | must be a name",
                "http://localhost:80 | must be a name",
            })
    void saysWhatIsWrongWithHostAndPort(String text, String words) {
        assertThat(HostPort.parse(text))
                .isInstanceOfSatisfying(
                        ParsedValue.Wrong.class,
                        wrong -> assertThat(wrong.reason()).contains(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,,b", "a:8443", "*.example.com", "fe80::1%eth0", "1.2.3", "a b", ","})
    void refusesPublicHostsThatAreNone(String text) {
        assertThat(PublicHosts.parse(text)).isInstanceOf(ParsedValue.Wrong.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://h/d",
                "jdbc:postgresql:d",
                "jdbc:postgresql://h",
                "jdbc:postgresql://h/",
                "h/d",
                "jdbc:postgresql://h/d?a b"
            })
    void refusesDatabaseAddressesThatAreNone(String text) {
        assertThat(DatabaseUrl.parse(text)).isInstanceOf(ParsedValue.Wrong.class);
    }

    @ParameterizedTest
    @CsvSource({
        "datadir,data-dir",
        "listen,api-listen",
        "apilisten,api-listen",
        "DATA_DIR,data-dir",
        "dmeo,demo",
        "loglevle,log-level"
    })
    void findsTheNearestName(String written, String meant) {
        var known =
                java.util.Arrays.stream(ConfigKey.values()).map(ConfigKey::key).toList();
        if (written.equals("listen")) {
            assertThat(NearestName.to(written, known)).isEmpty();
        } else {
            assertThat(NearestName.to(written, known)).contains(meant);
        }
    }
}
