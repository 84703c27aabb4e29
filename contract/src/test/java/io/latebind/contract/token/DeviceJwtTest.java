package io.latebind.contract.token;

import static io.latebind.contract.token.VectorDevice.DEVICE;
import static io.latebind.contract.token.VectorDevice.IDENTITY;
import static io.latebind.contract.token.VectorDevice.VECTORS;
import static io.latebind.contract.token.VectorDevice.valid;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latebind.contract.token.Parsed.Invalid;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceJwtTest {
    private static final String ISSUER = "nRF9151." + DEVICE;
    private static final String CLAIMS = "{\"iat\":1760000000,\"iss\":\"" + ISSUER + "\",\"exp\":1760000300}";
    private static final String HEADER = "{\"alg\":\"ES256\"}";

    @Test
    void readsTheJwtOfAnotherImplementation() throws JOSEException {
        SignedJWT other = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(IDENTITY.kid()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject("sub")
                        .audience("aud")
                        .claim("nested", new int[] {1, 2})
                        .issueTime(Date.from(Instant.ofEpochSecond(1_760_000_000)))
                        .expirationTime(Date.from(Instant.ofEpochSecond(1_760_000_300)))
                        .build());
        other.sign(new ECDSASigner((ECPrivateKey) VectorDevice.identityPrivate()));
        DeviceJwt jwt = valid(DeviceJwt.parse(other.serialize()));

        assertThat(jwt.verifiesUnder(IDENTITY)).isTrue();
        assertThat(jwt.device()).isEqualTo(DEVICE);
        assertThat(jwt.kid()).contains(IDENTITY.kid());
        assertThat(jwt.issuedAt()).isEqualTo(Instant.ofEpochSecond(1_760_000_000));
        assertThat(jwt.expiresAt()).isEqualTo(Instant.ofEpochSecond(1_760_000_300));
    }

    @Test
    void takesJwtWithoutKid() {
        DeviceJwt jwt = valid(DeviceJwt.parse(signed(HEADER, CLAIMS)));

        assertThat(jwt.kid()).isEmpty();
        assertThat(jwt.verifiesUnder(IDENTITY)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"alg\":\"none\"} | alg",
                "{\"alg\":\"None\"} | alg",
                "{\"alg\":\"RS256\"} | alg",
                "{\"alg\":\"HS256\"} | alg",
                "{\"alg\":\"ES384\"} | alg",
                "{\"alg\":\"es256\"} | alg",
                "{\"alg\":[\"ES256\"]} | alg",
                "{\"typ\":\"JWT\"} | alg",
                "{} | alg",
                "{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":false} | crit",
                "{\"alg\":\"ES256\",\"crit\":null} | crit",
                "{\"alg\":\"ES256\",\"alg\":\"ES256\"} | twice",
                "{\"alg\":\"ES256\"}{} | not a JSON object",
                "[\"ES256\"] | not a JSON object",
                "\"ES256\" | not a JSON object",
                "{\"alg\":\"ES256\" | not a JSON object",
                "{\"alg\":\"ES256\",\"kid\":7} | kid",
                "{\"alg\":\"ES256\",\"kid\":null} | kid",
                "{\"alg\":\"ES256\",\"kid\":\"\"} | kid",
                "{\"alg\":\"ES256\",\"kid\":\"0D1D97C79C5E42038D62A3F6467E15C736A2C113127816B61D5E876D28F59256\"} | kid",
                "{\"alg\":\"ES256\",\"kid\":\"0d1d\"} | kid"
            })
    void refusesEveryOtherHeader(String header, String reason) {
        assertThat(DeviceJwt.parse(signed(header, CLAIMS)))
                .isInstanceOf(Invalid.class)
                .asString()
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"iss\":\"#\",\"exp\":1760000300} | iat",
                "{\"iss\":\"#\",\"iat\":1760000000} | exp",
                "{\"iat\":1760000000,\"exp\":1760000300} | iss",
                "{\"iss\":7,\"iat\":1760000000,\"exp\":1760000300} | iss",
                "{\"iss\":\"nRF9151\",\"iat\":1760000000,\"exp\":1760000300} | iss",
                "{\"iss\":\".50353036-3037-422a-8034-1d0b0a0b0c0d\",\"iat\":1,\"exp\":2} | iss",
                "{\"iss\":\"50353036-3037-422a-8034-1d0b0a0b0c0d\",\"iat\":1,\"exp\":2} | iss",
                "{\"iss\":\"#.\",\"iat\":1,\"exp\":2} | iss",
                "{\"iss\":\"#0\",\"iat\":1,\"exp\":2} | iss",
                "{\"iss\":\"a b.50353036-3037-422a-8034-1d0b0a0b0c0d\",\"iat\":1,\"exp\":2} | iss",
                "{\"iss\":\"#\",\"iat\":\"1760000000\",\"exp\":1760000300} | iat",
                "{\"iss\":\"#\",\"iat\":1760000000.5,\"exp\":1760000300} | iat",
                "{\"iss\":\"#\",\"iat\":-1,\"exp\":1760000300} | iat",
                "{\"iss\":\"#\",\"iat\":1,\"exp\":1e300} | exp",
                "{\"iss\":\"#\",\"iat\":1,\"exp\":9223372036854775807} | exp",
                "{\"iss\":\"#\",\"iat\":1,\"exp\":99999999999999999999999999} | exp",
                "{\"iss\":\"#\",\"iat\":1,\"exp\":null} | exp",
                "{\"iss\":\"#\",\"iat\":1,\"iat\":2,\"exp\":3} | twice",
                "[] | not a JSON object",
                "7 | not a JSON object"
            })
    void refusesEveryOtherSetOfClaims(String claims, String reason) {
        assertThat(DeviceJwt.parse(signed(HEADER, claims.replace("#", ISSUER))))
                .isInstanceOf(Invalid.class)
                .asString()
                .contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.c.d", "e30.e30.", "e30.e30.AA", "e30=.e30.AA"})
    void refusesTextThatIsNoJwt(String text) {
        assertThat(DeviceJwt.parse(text)).isInstanceOf(Invalid.class);
    }

    @Test
    void refusesUnsignedJwt() {
        String input = Base64Url.encode(bytes("{\"alg\":\"none\"}")) + "." + Base64Url.encode(bytes(CLAIMS)) + ".";

        assertThat(DeviceJwt.parse(input)).isInstanceOf(Invalid.class);
    }

    @Test
    void refusesOversizedAndDeepJwt() {
        assertThat(DeviceJwt.parse("A".repeat(4097)))
                .isEqualTo(new Invalid<>("the JWT has 4097 characters, at most 4096 are allowed"));
        assertThat(DeviceJwt.parse(signed(HEADER, "[".repeat(2800)))).isInstanceOf(Invalid.class);
        assertThat(DeviceJwt.parse(signed("{\"a\":".repeat(500), CLAIMS))).isInstanceOf(Invalid.class);
    }

    @Test
    void refusesAnotherSpellingOfTheSameSignature() {
        String jwt = VECTORS.text("jwt");
        assertThat(jwt).endsWith("g");

        // g = 100000: of its six bits the last four are unused
        assertThat(DeviceJwt.parse(jwt.substring(0, jwt.length() - 1) + "h")).isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1760000000, 1760000300, 1760000000, ''",
        "1760000000, 1760000300, 1759999700, ''",
        "1760000000, 1760000300, 1759999699, in the future",
        "1760000000, 1760000300, 1760000599, ''",
        "1760000000, 1760000300, 1760000600, expired at 2025-10-09T08:58:20Z",
        "1760000000, 1760003600, 1760000000, ''",
        "1760000000, 1760003601, 1760000000, valid for 3601 s",
        "1760000000, 253402300799, 1760000000, at most 3600 s",
        "1760000000, 1760000000, 1760000000, not after its beginning",
        "1760000000, 1759999999, 1760000000, not after its beginning"
    })
    void judgesTimes(long issuedAt, long expiresAt, long now, String problem) {
        String claims = "{\"iat\":%d,\"iss\":\"%s\",\"exp\":%d}".formatted(issuedAt, ISSUER, expiresAt);
        DeviceJwt jwt = valid(DeviceJwt.parse(signed(HEADER, claims)));

        assertThat(jwt.problemAt(Instant.ofEpochSecond(now)).orElse("")).contains(problem);
        assertThat(jwt.problemAt(Instant.ofEpochSecond(now)).isEmpty()).isEqualTo(problem.isEmpty());
    }

    private static String signed(String header, String claims) {
        String input = Base64Url.encode(bytes(header)) + "." + Base64Url.encode(bytes(claims));
        return input + "." + Base64Url.encode(VectorDevice.sign(bytes(input)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
