package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.AddressBlock;
import io.latebind.server.kernel.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies = new TrustedProxies(Stream.of("10.0.0.0/8", "2001:db8:ff::/48")
            .map(text -> AddressBlock.parse(text).orElseThrow())
            .toList());

    private static Map<String, String> headers(String listed, String forwarded) {
        Map<String, String> headers = new HashMap<>();
        if (!listed.isEmpty()) {
            headers.put("x-forwarded-for", listed);
        }
        if (!forwarded.isEmpty()) {
            headers.put("forwarded", forwarded);
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1, 10.0.0.2                  | 192.0.2.1",
                "198.51.100.1, 192.0.2.1, 10.1.2.3    | 192.0.2.1",
                "192.0.2.1:4711                       | 192.0.2.1",
                "[2001:db8::1]:4711                   | 2001:db8:0:0:0:0:0:1",
                "2001:db8::1                          | 2001:db8:0:0:0:0:0:1",
                "::ffff:192.0.2.1                     | 192.0.2.1",
                "10.0.0.3, 10.0.0.2                   | 10.0.0.3",
                "192.0.2.1, unknown, 10.0.0.2         | 10.0.0.2",
                "192.0.2.1, evil.example, 10.0.0.2    | 10.0.0.2",
                "192.0.2.1,                           | 10.0.0.1",
                "garbage                              | 10.0.0.1"
            })
    void takesTheRightmostAddressThatIsNoProxy(String listed, String caller) {
        assertThat(proxies.caller("10.0.0.1", headers(listed, ""))).isEqualTo(caller);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=192.0.2.1                                              | 192.0.2.1",
                "for=198.51.100.1, For=\"192.0.2.1:80\";proto=https;by=10.0.0.1 | 192.0.2.1",
                "proto=https;for=\"[2001:db8::7]:4711\"                      | 2001:db8:0:0:0:0:0:7",
                "for=192.0.2.1, for=_hidden                                 | 10.0.0.1",
                "for=192.0.2.1, proto=https                                 | 10.0.0.1"
            })
    void readsForwardedToo(String forwarded, String caller) {
        assertThat(proxies.caller("10.0.0.1", headers("", forwarded))).isEqualTo(caller);
    }

    @Test
    void believesNobodyElse() {
        assertThat(proxies.caller("192.0.2.9", headers("192.0.2.1", ""))).isEqualTo("192.0.2.9");
        assertThat(new TrustedProxies(List.of()).caller("127.0.0.1", headers("192.0.2.1", "")))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void believesNeitherHeaderWhereTheyNameDifferentCallers() {
        assertThat(proxies.caller("10.0.0.1", headers("192.0.2.1", "for=198.51.100.1")))
                .isEqualTo("10.0.0.1");
        assertThat(proxies.caller("10.0.0.1", headers("192.0.2.1", "for=192.0.2.1")))
                .isEqualTo("192.0.2.1");
    }

    @Test
    void walksNoEndlessChain() {
        assertThat(proxies.caller("10.0.0.1", headers("192.0.2.1" + ", 10.0.0.2".repeat(100), "")))
                .isEqualTo("10.0.0.2");
    }

    @Test
    void knowsWhatLiesInABlock() {
        AddressBlock odd = AddressBlock.parse("192.0.2.128/25").orElseThrow();
        assertThat(odd.contains(IpAddress.parse("192.0.2.129").orElseThrow())).isTrue();
        assertThat(odd.contains(IpAddress.parse("192.0.2.127").orElseThrow())).isFalse();
        assertThat(odd.contains(IpAddress.parse("2001:db8::1").orElseThrow())).isFalse();
        assertThat(AddressBlock.parse("0.0.0.0/0")
                        .orElseThrow()
                        .contains(IpAddress.parse("203.0.113.9").orElseThrow()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "2001:db8::/129", "localhost", "", "fe80::1%eth0", "1"})
    void takesNothingElseForABlock(String text) {
        assertThat(AddressBlock.parse(text)).isEmpty();
    }
}
