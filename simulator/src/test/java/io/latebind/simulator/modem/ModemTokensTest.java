package io.latebind.simulator.modem;

import static io.latebind.simulator.modem.VectorDevice.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;

final class ModemTokensTest {
    private static final String CSR_LINE =
            "AT%KEYGEN=16842753,2,0,\"CN=50353036-3037-422a-8034-1d0b0a0b0c0d\",\"101010000\"";

    private final Modem modem = VectorDevice.modem(KeygenStyle.NEW);

    @Test
    void signsTheAttestationTokenOfTheVectors() {
        assertThat(modem.execute("AT%ATTESTTOKEN"))
                .isEqualTo("%ATTESTTOKEN: \"" + VECTORS.device("attestation_token") + "\"\r\nOK\r\n");
    }

    @Test
    void signsTheCertificateRequestOfTheVectors() {
        modem.execute("AT+CFUN=4");
        assertThat(modem.execute(CSR_LINE))
                .isEqualTo("%KEYGEN: \"" + VECTORS.device("keygen_csr_new_style") + "\"\r\nOK\r\n");
    }

    @Test
    void signsTheOldStyleOfTheVectors() {
        Modem old = VectorDevice.modem(KeygenStyle.OLD);
        old.execute("AT+CFUN=4");
        assertThat(old.execute(CSR_LINE))
                .isEqualTo("%KEYGEN: \"" + VECTORS.device("keygen_csr_old_style") + "\"\r\nOK\r\n");
    }

    @Test
    void signsThePublicKeyOfTheVectors() {
        modem.execute("AT+CFUN=4");
        assertThat(modem.execute("AT%KEYGEN=16842753,2,1"))
                .isEqualTo("%KEYGEN: \"" + VECTORS.device("keygen_pubkey_new_style") + "\"\r\nOK\r\n");
    }

    @Test
    void signsTheJwtOfTheVectors() {
        String[] parts = VECTORS.device("jwt").split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String nonce = claims.replaceAll(".*\"jti\":\"[^\"]*\\.([0-9a-f]{32})\".*", "$1");
        Modem drawing = new Modem(VectorDevice.identity(), new FixedRandom(nonce), VectorDevice.CLOCK);
        assertThat(drawing.execute("AT%JWT")).isEqualTo("%JWT: \"" + VECTORS.device("jwt") + "\"\r\nOK\r\n");
    }

    @Test
    void putsSubjectAndAudienceIntoTheJwtWhenAsked() {
        Modem drawing = new Modem(VectorDevice.identity(), new SplittableRandom(1), VectorDevice.CLOCK);
        String reply = drawing.execute("AT%JWT=0,60,\"me\",\"you\"");
        String claims = new String(Base64.getUrlDecoder().decode(reply.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(claims).contains("\"sub\":\"me\",\"aud\":\"you\",\"exp\":1760000060");
    }

    @Test
    void signsRequestsWithTheKeyThatItKeeps() throws Exception {
        modem.execute("AT+CFUN=4");
        String reply = modem.execute(CSR_LINE);
        String body = reply.substring("%KEYGEN: \"".length(), reply.indexOf('.'));
        var request = new PKCS10CertificationRequest(Base64.getUrlDecoder().decode(body));
        assertThat(request.isSignatureValid(
                        new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo())))
                .isTrue();
        assertThat(modem.credentials()).singleElement().satisfies(held -> {
            assertThat(held.type()).isEqualTo(CredentialType.CLIENT_PRIVATE_KEY);
            assertThat(held.fingerprint())
                    .isEqualTo(P256Key.fromHex(VECTORS.device("client_private_d_hex"))
                            .kid());
        });
    }

    @Test
    void makesAnEndorsementKey() {
        modem.execute("AT+CFUN=4");
        assertThat(modem.execute("AT%KEYGEN=7,8,1"))
                .startsWith("%KEYGEN: \"MFkw")
                .endsWith("\"\r\nOK\r\n");
        assertThat(modem.execute("AT%CMNG=1,7")).startsWith("%CMNG: 7,8,\"").endsWith("\"\r\nOK\r\n");
    }

    @Test
    void isTheSameModemForTheSameSeed() {
        assertThat(born(7)).isEqualTo(born(7)).isNotEqualTo(born(8));
    }

    private static String born(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Modem made = new Modem(ModemIdentity.born(random), random, VectorDevice.CLOCK);
        made.execute("AT+CFUN=4");
        return made.execute("AT%ATTESTTOKEN") + made.execute(CSR_LINE) + made.execute("AT%JWT");
    }

    @Test
    void neverShowsAPrivateKeyInText() {
        String secret = VECTORS.device("identity_private_d_hex");
        assertThat(VectorDevice.identity().toString()).doesNotContain(secret);
        modem.execute("AT+CFUN=4");
        modem.execute(CSR_LINE);
        assertThat(modem.credentials().toString()).doesNotContain(VECTORS.device("client_private_d_hex"));
    }
}
