package io.latebind.contract.token;

import static io.latebind.contract.token.VectorDevice.CLIENT;
import static io.latebind.contract.token.VectorDevice.DEVICE;
import static io.latebind.contract.token.VectorDevice.FIRMWARE;
import static io.latebind.contract.token.VectorDevice.IDENTITY;
import static io.latebind.contract.token.VectorDevice.VECTORS;
import static io.latebind.contract.token.VectorDevice.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.token.KeygenToken.Kind;
import io.latebind.contract.token.Parsed.Invalid;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that other firmware could make, and those that none makes. */
class TokenFormsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] NONCE = new byte[16];

    @ParameterizedTest
    @EnumSource(
            value = SigStructureVariant.class,
            names = {"ATTESTATION_NULL_PAYLOAD", "ATTESTATION_EMPTY_PAYLOAD", "ATTESTATION_BODY_AS_PAYLOAD"})
    void verifiesAndRecoversUnderEachLayout(SigStructureVariant variant) {
        byte[] body = AttestationToken.encodeBody(DEVICE, 6, FIRMWARE, NONCE);
        AttestationToken token = valid(AttestationToken.parse(attestation(body, variant)));

        assertThat(token.variantUnder(IDENTITY)).contains(variant);
        assertThat(token.candidateKeys()).contains(new CandidateKey(variant, IDENTITY));
    }

    @ParameterizedTest
    @CsvSource({
        "1, nrf9160_SIAA",
        "2, nrf9160_SIBA",
        "3, nrf9160_SICA",
        "4, nrf9161_LACA",
        "5, nrf9131_LACA",
        "6, nrf9151_LACA",
        "0, unknown_0",
        "7, unknown_7",
        "2147483647, unknown_2147483647"
    })
    void namesDeviceTypes(int number, String name) {
        byte[] body = AttestationToken.encodeBody(DEVICE, number, FIRMWARE, NONCE);

        assertThat(valid(AttestationToken.parse(attestation(body, SigStructureVariant.ATTESTATION_NULL_PAYLOAD)))
                        .deviceTypeName())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8501#06#N", // no tag
                "d9d9f88501#06#N", // another tag
                "d9d9f78502#06#N", // another message
                "d9d9f78501#20#N", // a negative type
                "d9d9f78501#1a80000000#N", // beyond 2^31-1
                "d9d9f78501#1806#N", // not the shortest form
                "d9d9f78501#fb4018000000000000#N", // a float
                "d9d9f79f01#06#Nff", // indefinite length
                "d9d9f78501#06#N00", // a byte left over
                "d9d9f78601#06#N00", // an element too many
                "d9d9f78401#06#", // one too few
                "d9d9f7850160#06#N"
            })
    void refusesEveryOtherBody(String pattern) {
        String uuid = "50" + VECTORS.text("device_uuid").replace("-", "");
        String hex = pattern.replace("N", "50" + "00".repeat(16)).replace("#", uuid);

        assertThat(AttestationToken.parse(attestation(HEX.parseHex(hex), SigStructureVariant.ATTESTATION_NULL_PAYLOAD)))
                .isEqualTo(new Invalid<>("the part before the dot is not the body of an attestation token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8443a10126a1044121f65840S", // no tag
                "d18443a10126a1044121f65840S", // another tag
                "d2d28443a10126a1044121f65840S",
                "d28444a1013800a1044121f65840S",
                "d28443a10127a1044121f65840S", // another algorithm
                "d28443a10126a0f65840S", // no key id
                "d28443a10126a1044120f65840S", // another key id
                "d28443a10126a104422121f65840S",
                "d28443a10126a1054121f65840S", // another header
                "d28443a10126a20441210541 00f65840S",
                "d28443a10126a1613441 21f65840S", // a text as label
                "d28443a10126bf044121fff65840S", // indefinite length
                "d28443a10126a1044121f75840S", // undefined in place of null
                "d28443a10126a1044121f659 0040S", // not the shortest form
                "d29f43a10126a1044121f65840Sff",
                "d28443a10126a1044121f65840S00",
                "d28543a10126a1044121f65840Sf6"
            })
    void refusesEveryOtherCoseStructure(String pattern) {
        byte[] body = AttestationToken.encodeBody(DEVICE, 6, FIRMWARE, NONCE);
        String signature = HEX.formatHex(
                VectorDevice.sign(SigStructureVariant.ATTESTATION_NULL_PAYLOAD.toBeSigned(body, new byte[0])));
        byte[] cose = HEX.parseHex(pattern.replace(" ", "").replace("S", signature));

        assertThat(AttestationToken.parse(Base64Url.encode(body) + "." + Base64Url.encode(cose)))
                .isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({"05, 5", "1805, 5", "190005, 5", "1a00000005, 5", "1b0000000000000005, 5", "1a7fffffff, 2147483647"})
    void takesSecurityTagsOfAnyLength(String secTag, long expected) {
        assertThat(valid(KeygenToken.parse(keygen(secTag))).secTag()).isEqualTo(expected);
        assertThat(valid(KeygenToken.parse(keygen(secTag))).verifiesUnder(IDENTITY))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "20", "0505", "1a80000000", "c005", "f4", "6135", "1b8000000000000000", "18", "1905"})
    void refusesSecurityTagsThatAreNone(String secTag) {
        assertThat(KeygenToken.parse(keygen(secTag.replace("'", ""))))
                .isEqualTo(new Invalid<>("the payload is not that of a %KEYGEN token"));
    }

    @Test
    void doesNotVerifyKeygenTokenWithAnotherBody() {
        String cose = VECTORS.text("keygen_csr_new_style").replaceFirst(".*\\.", "");
        KeygenToken token = valid(KeygenToken.parse(Base64Url.encode(CLIENT.spki()) + "." + cose));

        assertThat(token.digestMatches()).isFalse();
        assertThat(token.verifiesUnder(IDENTITY)).isFalse();
    }

    @Test
    void namesTheTokenThatWasMistakenForTheOther() {
        assertThat(AttestationToken.parse(VECTORS.text("keygen_csr_new_style")))
                .isInstanceOf(Invalid.class)
                .asString()
                .contains("%KEYGEN");
        assertThat(KeygenToken.parse(VECTORS.text("attestation_token")))
                .isInstanceOf(Invalid.class)
                .asString()
                .contains("%ATTESTTOKEN");
    }

    @Test
    void refusesOversizedToken() {
        assertThat(AttestationToken.parse("A".repeat(20_000) + ".A"))
                .isInstanceOf(Invalid.class)
                .asString()
                .contains("20002")
                .contains("16384");
    }

    @Test
    void findsTheTokenInEveryKindOfReply() {
        for (String reply : new String[] {
            "%KEYGEN: \"a-b_9.Zz\"\r\nOK\r\n",
            "%KEYGEN:\"a-b_9.Zz\"\nOK\n",
            "\r\n%KEYGEN: \"a-b_9.Zz\"\r\n\r\nOK\r\n",
            "AT%KEYGEN=1,2,1\r\n%KEYGEN: \"a-b_9.Zz\"\r\nOK",
            "%KEYGEN: a-b_9.Zz\r\nOK\r\n",
            "%KEYGEN: \"a-b_9.Zz\"",
            "\"a-b_9.Zz\"\r\nOK\r\n",
            "a-b_9.Zz\r\nOK\r\n",
            " a-b_9.Zz "
        }) {
            assertThat(KeygenToken.findIn(reply)).as(reply).contains("a-b_9.Zz");
        }
    }

    @Test
    void findsNoTokenWhereThereIsNone() {
        for (String reply : new String[] {
            "",
            "OK\r\n",
            "+CME ERROR: 513\r\n",
            "%KEYGEN: \"\"\r\nOK\r\n",
            "%KEYGEN: \"abc\"\r\nOK\r\n",
            "%KEYGEN: \"a.b.c\"",
            "a.b and more",
            "%KEYGEN: \"a=.b\"",
            "ERROR"
        }) {
            assertThat(KeygenToken.findIn(reply)).as(reply).isEqualTo(Optional.empty());
        }
    }

    @Test
    void searchesLongRepliesInOneGo() {
        for (String piece : new String[] {"a", "a.", " ", "%KEYGEN:", "%KEYGEN: \"a", "\"", "%KEYGEN:   "}) {
            assertThat(KeygenToken.findIn(piece.repeat(16_384 / piece.length()) + "!"))
                    .isEmpty();
        }
    }

    private static String attestation(byte[] body, SigStructureVariant variant) {
        byte[] signature = VectorDevice.sign(variant.toBeSigned(body, new byte[0]));
        return Base64Url.encode(body) + "." + Base64Url.encode(new CoseSign1(Optional.empty(), signature).encode());
    }

    private static String keygen(String secTagHex) {
        byte[] body = CLIENT.spki();
        byte[] usual = KeygenToken.encodePayload(Kind.PUBLIC_KEY, DEVICE, 5, body, NONCE);
        String secTag = HEX.toHexDigits((byte) (0x40 + secTagHex.length() / 2)) + secTagHex;
        byte[] payload = HEX.parseHex(HEX.formatHex(usual).replace("41055820", secTag + "5820"));
        byte[] signature = VectorDevice.sign(SigStructureVariant.KEYGEN_PAYLOAD_ONLY.toBeSigned(body, payload));
        return Base64Url.encode(body) + "." + Base64Url.encode(new CoseSign1(Optional.of(payload), signature).encode());
    }
}
