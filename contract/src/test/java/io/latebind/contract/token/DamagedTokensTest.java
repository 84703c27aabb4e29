package io.latebind.contract.token;

import static io.latebind.contract.token.VectorDevice.IDENTITY;
import static io.latebind.contract.token.VectorDevice.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No damaged token verifies under the key of the whole one; most are not tokens at all. Never an exception. */
class DamagedTokensTest {
    private static final String[] KEYGEN = {"keygen_csr_new_style", "keygen_csr_old_style", "keygen_pubkey_new_style"};

    @ParameterizedTest
    @ValueSource(strings = {"attestation_token", "keygen_csr_old_style", "keygen_pubkey_new_style", "jwt"})
    void verifiesWithNoBitFlipped(String name) {
        String whole = VECTORS.text(name);
        assertThat(verifies(name, whole)).isTrue();
        for (int at = 0; at < whole.length(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                char flipped = (char) (whole.charAt(at) ^ 1 << bit);
                String damaged = whole.substring(0, at) + flipped + whole.substring(at + 1);
                assertThat(verifies(name, damaged))
                        .as("character %s, bit %s", at, bit)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"attestation_token", "keygen_csr_new_style", "keygen_pubkey_new_style", "jwt"})
    void isNoTokenWhenCutOrLonger(String name) {
        String whole = VECTORS.text(name);
        for (int length = 0; length < whole.length(); length++) {
            assertThat(parse(name, whole.substring(0, length))).isInstanceOf(Invalid.class);
        }
        for (String more : new String[] {"A", "AAAA", ".", ".AAAA", "=", "==", "\n", " "}) {
            assertThat(parse(name, whole + more)).isInstanceOf(Invalid.class);
            // what stands before a KEYGEN token may be a body: it is then not the signed one
            assertThat(verifies(name, more + whole)).isFalse();
        }
    }

    @Test
    void readsNoOtherFormOfTheCoseStructure() {
        for (String name : new String[] {"attestation_token", "keygen_csr_new_style"}) {
            changedCopies(
                    name,
                    cose -> CoseSign1.parse(cose) instanceof Valid<CoseSign1>(CoseSign1 read)
                            && !Arrays.equals(read.encode(), cose));
        }
    }

    @Test
    void survivesEveryChangedByteInTheBodyOfTheAttestationToken() {
        String[] parts = VECTORS.text("attestation_token").split("\\.", -1);
        byte[] body = Base64Url.decode(parts[0]).orElseThrow();
        for (int at = 0; at < body.length; at++) {
            byte[] damaged = body.clone();
            for (int value = 0; value < 256; value++) {
                damaged[at] = (byte) value;
                if (AttestationToken.parse(Base64Url.encode(damaged) + "." + parts[1])
                        instanceof Valid<AttestationToken>(AttestationToken token)) {
                    assertThat(AttestationToken.encodeBody(
                                    token.device(), token.deviceType(), token.firmware(), token.nonce()))
                            .isEqualTo(damaged);
                }
            }
        }
    }

    @Test
    void survivesGarbageInEveryPart() {
        Random random = new Random(20_261);
        for (int run = 0; run < 3_000; run++) {
            byte[] garbage = new byte[random.nextInt(120)];
            random.nextBytes(garbage);
            if (garbage.length > 0 && random.nextBoolean()) {
                // an array, a map, a tag, a text: what a parser goes into
                garbage[0] = (byte) (0x80 + random.nextInt(0x60));
            }
            TokenCbor.arrayIn(garbage, 5);
            TokenCbor.numberIn(garbage);
            assertThat(CoseSign1.parse(garbage)).isInstanceOf(Invalid.class);
            JwtHeader.parse(garbage);
            JwtClaims.parse(garbage);
        }
    }

    private static void changedCopies(String name, Predicate<byte[]> wrong) {
        String text = VECTORS.text(name);
        byte[] whole = Base64Url.decode(text.substring(text.indexOf('.') + 1)).orElseThrow();
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            // any 64 bytes may be a signature
            int step = at < whole.length - 64 ? 1 : 17;
            for (int value = 0; value < 256; value += step) {
                damaged[at] = (byte) value;
                assertThat(wrong.test(damaged)).as("byte %s = %s", at, value).isFalse();
            }
        }
    }

    private static Parsed<?> parse(String name, String text) {
        return name.equals("jwt")
                ? DeviceJwt.parse(text)
                : Arrays.asList(KEYGEN).contains(name) ? KeygenToken.parse(text) : AttestationToken.parse(text);
    }

    private static boolean verifies(String name, String text) {
        return name.equals("jwt")
                ? isTrue(DeviceJwt.parse(text), jwt -> jwt.verifiesUnder(IDENTITY))
                : Arrays.asList(KEYGEN).contains(name)
                        ? isTrue(KeygenToken.parse(text), token -> token.verifiesUnder(IDENTITY))
                        : isTrue(AttestationToken.parse(text), token -> token.verifiesUnder(IDENTITY));
    }

    private static <T> boolean isTrue(Parsed<T> parsed, Function<T, Boolean> question) {
        return switch (parsed) {
            case Valid<T>(T value) -> question.apply(value);
            case Invalid<T> refused -> false;
        };
    }
}
