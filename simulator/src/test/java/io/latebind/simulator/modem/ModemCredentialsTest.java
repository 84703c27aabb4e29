package io.latebind.simulator.modem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModemCredentialsTest {
    private static final String OK = "OK\r\n";

    private final Modem modem = offline(WriteMode.REPLACES);

    private static Modem offline(WriteMode writes) {
        SplittableRandom random = new SplittableRandom(1);
        Modem made = new Modem(ModemIdentity.born(random), random, VectorDevice.CLOCK, KeygenStyle.NEW, writes);
        assertThat(made.execute("AT+CFUN=4")).isEqualTo(OK);
        return made;
    }

    private static String cme(int number) {
        return "+CME ERROR: " + number + "\r\n";
    }

    @Test
    void refusesKeyGenerationOnAnOccupiedTag() {
        assertThat(modem.execute("AT%KEYGEN=1,2,1")).endsWith(OK);
        assertThat(modem.execute("AT%KEYGEN=1,2,0,\"\",\"101010000\"")).isEqualTo(cme(519));
    }

    @Test
    void generatesAgainAfterDeletion() {
        modem.execute("AT%KEYGEN=1,2,1");
        assertThat(modem.execute("AT%CMNG=3,1,2")).isEqualTo(OK);
        assertThat(modem.execute("AT%KEYGEN=1,2,0,\"\",\"101010000\"")).endsWith(OK);
    }

    @Test
    void doesNotFindWhatIsNotThereToDelete() {
        assertThat(modem.execute("AT%CMNG=3,1,2")).isEqualTo(cme(513));
        assertThat(modem.execute("AT%CMNG=2,1,0")).isEqualTo(cme(513));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT%CMNG=0,1,3,\"00\"", "AT%CMNG=3,1,3", "AT%KEYGEN=1,2,1"})
    void changesNothingWhileItIsOnline(String line) {
        modem.execute("AT+CFUN=1");
        assertThat(modem.execute(line)).isEqualTo(cme(518));
        assertThat(modem.credentials()).isEmpty();
    }

    @Test
    void takesRealCertificatesWithNewlinesInTheString() {
        String pem = TestPem.certificatePem();
        assertThat(modem.execute("AT%CMNG=0,1,0,\"" + pem + pem + "\"")).isEqualTo(OK);
        assertThat(modem.execute("AT%CMNG=0,1,1,\"" + pem + "\"")).isEqualTo(OK);
        String sha = P256Key.sha256Hex(pem).toUpperCase(Locale.ROOT);
        assertThat(modem.execute("AT%CMNG=2,1,1")).isEqualTo("%CMNG: 1,1,\"" + sha + "\",\"" + pem + "\"\r\nOK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0,\"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n\"",
                "1,\"hello\"",
                "2,\"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIC\n-----END ENCRYPTED PRIVATE KEY-----\",\"x\"",
                "3,\"abc\"",
                "3,\"xy\"",
                "4,\"\""
            })
    void refusesContentThatIsNone(String content) {
        assertThat(modem.execute("AT%CMNG=0,1," + content)).isEqualTo(cme(527));
    }

    @Test
    void opensAnEncryptedKeyWithItsPasswordAlone() {
        String pem = TestPem.encryptedKeyPem("right");
        assertThat(modem.execute("AT%CMNG=0,1,2,\"" + pem + "\",\"wrong\"")).isEqualTo(cme(527));
        assertThat(modem.execute("AT%CMNG=0,1,2,\"" + pem + "\"")).isEqualTo(cme(527));
        assertThat(modem.execute("AT%CMNG=0,1,2,\"" + pem + "\",\"right\"")).isEqualTo(OK);
    }

    @Test
    void neverShowsKeysAgain() {
        modem.execute("AT%CMNG=0,1,3,\"0a0b\"");
        assertThat(modem.execute("AT%CMNG=2,1,3")).isEqualTo(cme(514));
        assertThat(modem.execute("AT%CMNG=1")).startsWith("%CMNG: 1,3,\"").endsWith("\"\r\nOK\r\n");
    }

    @Test
    void replacesWhatIsThereOnWriting() {
        assertThat(modem.execute("AT%CMNG=0,1,4,\"one\"")).isEqualTo(OK);
        assertThat(modem.execute("AT%CMNG=0,1,4,\"two\"")).isEqualTo(OK);
        assertThat(modem.credentials())
                .singleElement()
                .extracting(Credential::content)
                .isEqualTo("two");
    }

    @Test
    void refusesToReplaceWhenItIsOfThatKind() {
        Modem strict = offline(WriteMode.REFUSES_519);
        assertThat(strict.execute("AT%CMNG=0,1,4,\"one\"")).isEqualTo(OK);
        assertThat(strict.execute("AT%CMNG=0,1,4,\"two\"")).isEqualTo(cme(519));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT%CMNG=",
                "AT%CMNG=9,1,1",
                "AT%CMNG=0,1",
                "AT%CMNG=0,2147483648,3,\"00\"",
                "AT%CMNG=0,1,7,\"00\"",
                "AT%CMNG=0,1,3,00",
                "AT%CMNG=0,1,3,\"00",
                "AT%CMNG=0,1,3,\"00\"x",
                "AT%CMNG=3,1,2,4",
                "AT%KEYGEN=1,2",
                "AT%KEYGEN=1,3,1",
                "AT%KEYGEN=1,8,0",
                "AT%KEYGEN=1,2,1,\"CN=x\"",
                "AT%JWT=1",
                "AT%JWT=0,9999999",
                "AT+CFUN=7"
            })
    void refusesBadParameters(String line) {
        assertThat(modem.execute(line)).isEqualTo(cme(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT%KEYGEN=1,2,0,\"XX=y\",\"101010000\"", "AT%KEYGEN=1,2,0,\"CN=x\",\"2\""})
    void keepsNoKeyWhenTheRequestCannotBeWritten(String line) {
        assertThat(modem.execute(line)).isEqualTo(cme(523));
        assertThat(modem.credentials()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT%NOSUCH", "AT%CMNG", "ATZ", "AT%ATTESTTOKEN=1"})
    void knowsNoOtherCommands(String line) {
        assertThat(modem.execute(line)).isEqualTo("ERROR\r\n");
    }

    @Test
    void tellsItsMode() {
        assertThat(modem.execute("AT+CFUN?")).isEqualTo("+CFUN: 4\r\nOK\r\n");
        modem.execute("AT+CFUN=1");
        assertThat(modem.execute("AT+CFUN?")).isEqualTo("+CFUN: 1\r\nOK\r\n");
        assertThat(modem.execute("AT")).isEqualTo(OK);
        assertThat(modem.execute("AT+CGMR")).isEqualTo(Modem.FIRMWARE_VERSION + "\r\nOK\r\n");
    }
}
