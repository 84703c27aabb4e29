package io.latebind.simulator.modem;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a freshly born modem signs is read, verified and recovered by the contract's parsers. */
final class ContractAgreesTest {
    private static Modem modem(long seed, KeygenStyle style) {
        SplittableRandom random = new SplittableRandom(seed);
        Modem made = new Modem(ModemIdentity.born(random), random, VectorDevice.CLOCK, style, WriteMode.REPLACES);
        made.execute("AT+CFUN=4");
        return made;
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T> valid -> valid.value();
            case Parsed.Invalid<T> invalid -> throw new AssertionError(invalid.reason());
        };
    }

    private static P256PublicKey identityKey(Modem modem) {
        return valid(P256PublicKey.fromSpki(modem.identity().key().spki()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void recoversTheIdentityKeyFromAnAttestationToken(long seed) {
        Modem modem = modem(seed, KeygenStyle.NEW);
        AttestationToken token = valid(AttestationToken.parse(modem.attestationToken()));
        assertThat(token.device()).isEqualTo(modem.identity().device());
        assertThat(token.deviceTypeName()).isEqualTo("nrf9151_LACA");
        assertThat(token.verifiesUnder(identityKey(modem))).isTrue();
        assertThat(token.verifiesUnder(identityKey(modem(seed + 100, KeygenStyle.NEW))))
                .isFalse();
        assertThat(token.candidateKeys()).extracting(CandidateKey::key).contains(identityKey(modem));
    }

    @ParameterizedTest
    @EnumSource(KeygenStyle.class)
    void verifiesKeygenTokensOfBothStyles(KeygenStyle style) {
        Modem modem = modem(9, style);
        for (String line : new String[] {"AT%KEYGEN=1,2,0,\"CN=a,O=b\",\"101010000\"", "AT%KEYGEN=2,2,1"}) {
            String text = KeygenToken.findIn(modem.execute(line)).orElseThrow();
            KeygenToken token = valid(KeygenToken.parse(text));
            assertThat(token.device()).isEqualTo(modem.identity().device());
            assertThat(token.digestMatches()).isTrue();
            assertThat(token.verifiesUnder(identityKey(modem))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void verifiesJwts(long seed) {
        Modem modem = modem(seed, KeygenStyle.NEW);
        String reply = modem.execute("AT%JWT=0,300");
        DeviceJwt jwt = valid(DeviceJwt.parse(reply.substring("%JWT: \"".length(), reply.lastIndexOf('"'))));
        assertThat(jwt.device()).isEqualTo(modem.identity().device());
        assertThat(jwt.kid()).contains(identityKey(modem).kid());
        assertThat(jwt.verifiesUnder(identityKey(modem))).isTrue();
        assertThat(jwt.problemAt(VectorDevice.CLOCK.instant())).isEmpty();
    }
}
