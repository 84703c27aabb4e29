package io.latebind.contract.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnusableJwtTest {
    private static final String DEVICE = "50503630-3637-422a-8034-1d0b0a0b0c0d";
    private static final String CLAIMS = "{\"iss\":\"nRF9151." + DEVICE + "\"}";

    private static String part(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void namesTheDeviceOfAJwtThatLacksEverythingElse() {
        UnusableJwt jwt = UnusableJwt.of("x." + part(CLAIMS) + ".x");
        assertThat(jwt.device()).isEqualTo(DeviceUuid.parse(DEVICE));
        assertThat(jwt.otherAlgorithm()).isFalse();
    }

    @Test
    void tellsAnotherAlgorithm() {
        assertThat(UnusableJwt.of(part("{\"alg\":\"HS256\"}") + "." + part(CLAIMS))
                        .otherAlgorithm())
                .isTrue();
        assertThat(UnusableJwt.of(part("{\"alg\":\"ES256\"}") + "." + part(CLAIMS))
                        .otherAlgorithm())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.", "e30.eyJpc3MiOjF9.", "e30.eyJpc3MiOiJ4LnkifQ."})
    void namesNobodyWhereNobodyIsNamed(String text) {
        assertThat(UnusableJwt.of(text).device()).isEmpty();
    }

    @Test
    void looksIntoNothingThatIsTooLong() {
        String padded = "x." + part(CLAIMS) + "." + "x".repeat(DeviceJwt.MAX_CHARACTERS);
        assertThat(UnusableJwt.of(padded).device()).isEmpty();
    }
}
