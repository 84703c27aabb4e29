package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No way into the operator's network. */
class AddressRulesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,loopback",
        "127.255.0.9,loopback",
        "::1,loopback",
        "10.1.2.3,private",
        "172.16.0.1,private",
        "172.31.255.255,private",
        "192.168.1.1,private",
        "fd00::1,private",
        "100.64.0.1,carrier-grade NAT",
        "100.127.255.255,carrier-grade NAT",
        "192.0.2.1,documentation",
        "2001:db8::1,documentation",
        "198.18.0.1,benchmark",
        "::ffff:127.0.0.1,loopback",
        "::ffff:10.0.0.1,private",
        "::10.0.0.1,private",
        "64:ff9b::7f00:1,loopback",
        "64:ff9b::808:808,IPv4 in IPv6",
        "2002:7f00:1::,6to4",
        "2001::1,reserved",
        "fec0::1,reserved"
    })
    void refusesUnlessTheOperatorHasOpenedThem(String address, String kind) throws UnknownHostException {
        assertThat(AddressRules.objection(InetAddress.getByName(address), false))
                .contains(kind);
        assertThat(AddressRules.objection(InetAddress.getByName(address), true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,unspecified",
        "0.1.2.3,unspecified",
        "::,unspecified",
        "169.254.169.254,link-local",
        "fe80::1,link-local",
        "::ffff:169.254.169.254,link-local",
        "64:ff9b::a9fe:a9fe,link-local",
        "224.0.0.1,multicast",
        "ff02::1,multicast",
        "255.255.255.255,reserved"
    })
    void refusesAlways(String address, String kind) throws UnknownHostException {
        assertThat(AddressRules.objection(InetAddress.getByName(address), false))
                .contains(kind);
        assertThat(AddressRules.objection(InetAddress.getByName(address), true)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "93.184.215.14",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "192.167.255.255",
                "2606:2800:21f:cb07::1",
                "2a00:1450:4001:800::200e"
            })
    void letsTheOpenInternet(String address) throws UnknownHostException {
        assertThat(AddressRules.objection(InetAddress.getByName(address), false))
                .isEmpty();
    }

    /** Spellings that a check of the text would miss: what counts is what the machine makes of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://127.1/",
                "http://0/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://localhost/",
                "https://LOCALHOST:8443/x",
                "http://user@8.8.8.8/",
                "http://8.8.8.8/#fragment",
                "ftp://8.8.8.8/",
                "file:///etc/passwd",
                "http:8.8.8.8",
                "http://",
                "http://8.8.8.8:0/",
                "http://8.8.8.8:70000/",
                "http://[fe80::1%25lo]/",
                "no url",
                ""
            })
    void findsNowhereToGo(String url) {
        assertThat(OutboundTarget.find(url, NameResolver.ofMachine(), false))
                .isInstanceOf(OutboundTarget.Found.Nowhere.class);
    }
}
