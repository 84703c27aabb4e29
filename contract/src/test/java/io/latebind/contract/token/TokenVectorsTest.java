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
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tokens of another implementation. */
class TokenVectorsTest {
    @Test
    void readsAttestationToken() {
        AttestationToken token = valid(AttestationToken.parse(VECTORS.text("attestation_token")));

        assertThat(token.device()).isEqualTo(DEVICE);
        assertThat(token.firmware()).isEqualTo(FIRMWARE);
        assertThat(token.deviceTypeName()).isEqualTo("nrf9151_LACA");
        assertThat(token.signed().body()).isEqualTo(VECTORS.bytes("attestation_body_hex"));
        assertThat(AttestationToken.encodeBody(token.device(), token.deviceType(), token.firmware(), token.nonce()))
                .isEqualTo(token.signed().body());
    }

    @Test
    void verifiesAttestationTokenUnderItsKeyAlone() {
        AttestationToken token = valid(AttestationToken.parse(VECTORS.text("attestation_token")));

        assertThat(SigStructureVariant.ATTESTATION_NULL_PAYLOAD.toBeSigned(
                        token.signed().body(), token.signed().payload()))
                .isEqualTo(VECTORS.bytes("attestation_sig_structure_hex"));
        assertThat(token.variantUnder(IDENTITY)).contains(SigStructureVariant.ATTESTATION_NULL_PAYLOAD);
        assertThat(token.verifiesUnder(CLIENT)).isFalse();
    }

    @Test
    void recoversTheIdentityKeyFromTheAttestationToken() {
        AttestationToken token = valid(AttestationToken.parse(VECTORS.text("attestation_token")));

        assertThat(token.candidateKeys())
                .hasSize(6)
                .doesNotHaveDuplicates()
                .contains(new CandidateKey(SigStructureVariant.ATTESTATION_NULL_PAYLOAD, IDENTITY))
                .isEqualTo(token.candidateKeys())
                .allSatisfy(candidate ->
                        assertThat(token.variantUnder(candidate.key())).contains(candidate.variant()));
    }

    @ParameterizedTest
    @CsvSource({
        "keygen_csr_new_style, CERTIFICATE_REQUEST, keygen_csr_payload_hex, KEYGEN_PAYLOAD_ONLY",
        "keygen_csr_old_style, CERTIFICATE_REQUEST, keygen_csr_payload_hex, KEYGEN_BODY_AND_PAYLOAD",
        "keygen_pubkey_new_style, PUBLIC_KEY, keygen_pubkey_payload_hex, KEYGEN_PAYLOAD_ONLY"
    })
    void readsAndVerifiesKeygenToken(String name, Kind kind, String payload, SigStructureVariant variant) {
        KeygenToken token = valid(KeygenToken.parse(VECTORS.text(name)));

        assertThat(token.kind()).isEqualTo(kind);
        assertThat(token.device()).isEqualTo(DEVICE);
        assertThat(token.secTag()).isEqualTo(16_842_753);
        assertThat(token.digestMatches()).isTrue();
        assertThat(token.variantUnder(IDENTITY)).contains(variant);
        assertThat(token.verifiesUnder(CLIENT)).isFalse();
        assertThat(token.signed().payload()).isEqualTo(VECTORS.bytes(payload));
        assertThat(KeygenToken.encodePayload(kind, DEVICE, token.secTag(), token.body(), token.nonce()))
                .isEqualTo(token.signed().payload());
    }

    @Test
    void signsTheCsrPayloadAsTheVectorsDo() {
        KeygenToken token = valid(KeygenToken.parse(VECTORS.text("keygen_csr_new_style")));

        assertThat(token.body()).isEqualTo(VECTORS.bytes("csr_der_hex"));
        assertThat(SigStructureVariant.KEYGEN_PAYLOAD_ONLY.toBeSigned(
                        token.body(), token.signed().payload()))
                .isEqualTo(VECTORS.bytes("keygen_csr_sig_structure_new_hex"));
    }

    @Test
    void readsThePublicKeyInKeygenToken() {
        assertThat(valid(valid(KeygenToken.parse(VECTORS.text("keygen_pubkey_new_style")))
                        .bodyKey()))
                .isEqualTo(CLIENT);
        assertThat(valid(KeygenToken.parse(VECTORS.text("keygen_csr_new_style")))
                        .bodyKey())
                .isInstanceOf(Invalid.class);
    }

    @Test
    void writesCoseAsTheModemDoes() {
        for (String name : new String[] {"attestation_token", "keygen_csr_new_style", "keygen_pubkey_new_style"}) {
            String text = VECTORS.text(name);
            byte[] cose =
                    Base64Url.decode(text.substring(text.indexOf('.') + 1)).orElseThrow();

            assertThat(valid(CoseSign1.parse(cose)).encode()).isEqualTo(cose);
        }
    }

    @Test
    void readsDeviceJwt() {
        DeviceJwt jwt = valid(DeviceJwt.parse(VECTORS.text("jwt")));

        assertThat(jwt.device()).isEqualTo(DEVICE);
        assertThat(jwt.chip()).isEqualTo("nRF9151");
        assertThat(jwt.kid())
                .contains(VECTORS.text("identity_kid_sha256_spki_hex"))
                .contains(IDENTITY.kid());
        assertThat(jwt.verifiesUnder(IDENTITY)).isTrue();
        assertThat(jwt.verifiesUnder(CLIENT)).isFalse();
        assertThat(jwt.problemAt(jwt.issuedAt().plusSeconds(10))).isEmpty();
    }

    @Test
    void numbersOfVariantsNeverChange() {
        assertThat(Arrays.stream(SigStructureVariant.values()).map(SigStructureVariant::number))
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(KeygenToken.findIn("")).isEqualTo(Optional.empty());
    }
}
