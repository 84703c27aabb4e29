package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.token.KeygenToken;
import io.latebind.server.TestDevice;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What tokens are worth (specification 7). */
@ExtendWith(SharedService.class)
class TokenVerdictTest {
    private static final String IDENTITIES = "/v1/identities";

    private final RunningService service;
    private final ApiClient owner;

    TokenVerdictTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
    }

    private Answer register(TestDevice device) {
        return owner.post(IDENTITIES, RouteSamples.identity(device)).is(200);
    }

    private Answer verify(ApiClient caller, String... tokens) {
        return caller.post(IDENTITIES + "/verify", "{\"tokens\":[\"" + String.join("\",\"", tokens) + "\"]}");
    }

    @Test
    void saysWhatTokensAreWorth() {
        TestDevice device = TestDevice.create();
        register(device);
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        TestDevice unknown = TestDevice.create();
        Map<String, String> before = service.rows.everything();
        JsonNode items = verify(
                        service.editor,
                        device.attestationToken(),
                        impostor.attestationToken(),
                        unknown.keygenToken(KeygenToken.Kind.CERTIFICATE_REQUEST, 16842753),
                        device.keygenToken(KeygenToken.Kind.PUBLIC_KEY, 7),
                        "nonsense")
                .is(200)
                .json()
                .get("items");
        assertThat(items.valueStream().map(item -> item.get("result").stringValue()))
                .containsExactly("verified", "refused", "unproven", "verified", "refused");
        assertThat(items.at("/0/deviceType").stringValue()).isEqualTo("nrf9151_LACA");
        assertThat(items.at("/1/deviceId").stringValue())
                .isEqualTo(device.uuid().toString());
        assertThat(items.at("/2/kind").stringValue()).isEqualTo("csr");
        assertThat(items.at("/2/secTag").intValue()).isEqualTo(16842753);
        assertThat(items.at("/2/digestMatches").booleanValue()).isTrue();
        assertThat(items.at("/3/kind").stringValue()).isEqualTo("publicKey");
        assertThat(items.at("/4").has("kind")).isFalse();
        assertThat(items.at("/4/message").stringValue()).contains("neither");
        assertThat(service.rows.everything()).isEqualTo(before);
        verify(service.viewer, device.attestationToken()).isProblem(40300);
    }

    @Test
    void judgesOneToAHundredTokens() {
        owner.post(IDENTITIES + "/verify", "{\"tokens\":[]}").isProblem(40002);
        owner.post(IDENTITIES + "/verify", "{}").isProblem(40002);
        owner.post(IDENTITIES + "/verify", "{\"tokens\":[7]}").isProblem(40002);
        String[] many = new String[101];
        java.util.Arrays.fill(many, "YQ.Yg");
        assertThat(verify(owner, many).isProblem(40002).message()).contains("1 to 100", "101");
        assertThat(verify(owner, java.util.Arrays.copyOf(many, 100))
                        .is(200)
                        .json()
                        .get("items"))
                .hasSize(100);
    }
}
