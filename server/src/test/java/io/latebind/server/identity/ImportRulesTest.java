package io.latebind.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import takes, and what it says of the rest (specification 5.4). */
class ImportRulesTest {
    private static final TestDevice DEVICE = TestDevice.create();
    private static final String KEY = base64(DEVICE);

    private static String base64(TestDevice device) {
        return Base64.getEncoder().encodeToString(device.publicKey().spki());
    }

    private static ImportRow judge(String uuid, String key, String imei, String type) {
        return ImportRules.judge(7, new ImportText(uuid, key, Optional.of(imei), Optional.of(type)));
    }

    private static String message(ImportRow row) {
        return switch (row) {
            case ImportRow.Bad(int at, String message) -> {
                assertThat(at).isEqualTo(7);
                yield message;
            }
            case ImportRow.Good good -> throw new AssertionError(good);
        };
    }

    private static RegistryEntry entry(ImportRow row) {
        return switch (row) {
            case ImportRow.Good good -> good.entry();
            case ImportRow.Bad bad -> throw new AssertionError(bad);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "nrf9151_LACA,6",
        "6,6",
        "unknown_77,77",
        "0,0",
        "999999999,999999999",
    })
    void takesDeviceTypesByNameAndNumber(String text, int number) {
        RegistryEntry entry = entry(judge(DEVICE.uuid().toString(), KEY, "351358811234567", text));
        assertThat(entry)
                .isEqualTo(new RegistryEntry(
                        DEVICE.uuid(),
                        DEVICE.publicKey(),
                        Optional.of(new Imei("351358811234567")),
                        Optional.of(number)));
    }

    @Test
    void takesKeysInPemAndInBase64WhateverTheLinesAreLike() {
        String pem = PublicKeyText.pem(DEVICE.publicKey());
        assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("-----END PUBLIC KEY-----\n");
        for (String text : List.of(
                pem, pem.replace("\n", "\r\n"), " " + KEY + "\n", KEY.substring(0, 50) + "\n" + KEY.substring(50))) {
            RegistryEntry entry =
                    entry(judge(DEVICE.uuid().toString().toUpperCase(java.util.Locale.ROOT), text, "", " "));
            assertThat(entry)
                    .isEqualTo(
                            new RegistryEntry(DEVICE.uuid(), DEVICE.publicKey(), Optional.empty(), Optional.empty()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "50503630-3637-422a-8034-1d0b0a0b0c0",
                "50503630-3637-422a-8034-1d0b0a0b0c0g",
                "{50503630-3637-422a-8034-1d0b0a0b0c0d}"
            })
    void refusesWhatIsNoUuid(String uuid) {
        assertThat(message(judge(uuid, KEY, "", ""))).contains("uuid is not a device UUID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"35135881123456", "3513588112345678", "35135881123456a", "-51358811234567", "٣٥١٣٥٨٨١١٢٣٤٥٦٧"})
    void refusesWhatIsNoImei(String imei) {
        assertThat(message(judge(DEVICE.uuid().toString(), KEY, imei, ""))).isEqualTo("imei is not 15 digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nrf52840", "-1", "06", "1000000000", "6.0", "NRF9151_LACA"})
    void refusesWhatIsNoDeviceType(String type) {
        assertThat(message(judge(DEVICE.uuid().toString(), KEY, "", type))).contains("nrf9151_LACA");
    }

    @Test
    void refusesWhatIsNoP256KeyAndNeverRepeatsIt() throws NoSuchAlgorithmException {
        byte[] offCurve = DEVICE.publicKey().spki();
        offCurve[90] ^= 1;
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        KeyPair pair = rsa.generateKeyPair();
        String privateKey = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        List<String> bad = List.of(
                "",
                "!",
                "AAAA",
                KEY.substring(0, 100),
                KEY + KEY,
                Base64.getEncoder().encodeToString(offCurve),
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                privateKey,
                "-----BEGIN PRIVATE KEY-----\n" + privateKey + "\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\n" + KEY,
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----");
        for (String key : bad) {
            String message = message(judge(DEVICE.uuid().toString(), key, "", ""));
            assertThat(message).startsWith("publicKey is not a P-256 public key");
            if (key.length() > 40) {
                assertThat(message).doesNotContain(key.substring(30, 40));
            }
        }
    }

    @Test
    void namesEverythingThatIsWrongWithARow() {
        assertThat(message(judge("x", "y", "z", "nrf"))).contains("uuid", "publicKey", "imei", "deviceType");
    }

    @Test
    void takesARepeatedRowOnce() {
        RegistryEntry entry = new RegistryEntry(DEVICE.uuid(), DEVICE.publicKey(), Optional.empty(), Optional.empty());
        ImportRules.Sorted sorted = ImportRules.sort(
                List.of(new ImportRow.Good(0, entry), new ImportRow.Good(1, entry), new ImportRow.Bad(2, "no")));
        assertThat(sorted.entries()).containsExactly(entry);
        assertThat(sorted.repeated()).isEqualTo(1);
        assertThat(sorted.failed()).containsExactly(new ImportRow.Bad(2, "no"));
    }

    @Test
    void takesNeitherOfTwoRowsThatContradictEachOther() {
        TestDevice other = TestDevice.create();
        RegistryEntry one = new RegistryEntry(DEVICE.uuid(), DEVICE.publicKey(), Optional.empty(), Optional.empty());
        RegistryEntry two = new RegistryEntry(DEVICE.uuid(), other.publicKey(), Optional.empty(), Optional.empty());
        RegistryEntry good = new RegistryEntry(other.uuid(), other.publicKey(), Optional.empty(), Optional.empty());
        ImportRules.Sorted sorted = ImportRules.sort(List.of(
                new ImportRow.Good(0, one),
                new ImportRow.Good(1, good),
                new ImportRow.Good(2, two),
                new ImportRow.Good(3, one)));
        assertThat(sorted.entries()).containsExactly(good);
        assertThat(sorted.failed().stream().map(ImportRow.Bad::row)).containsExactly(0, 2, 3);
        assertThat(sorted.failed().getFirst().message())
                .contains(DEVICE.uuid().toString(), "rows 0 and 2", "none of its rows is taken");
    }

    @Test
    void comparesEntriesWithWhatIsStored() {
        RegistryEntry entry = new RegistryEntry(DEVICE.uuid(), DEVICE.publicKey(), Optional.empty(), Optional.empty());
        RegistryEntry named = new RegistryEntry(DEVICE.uuid(), DEVICE.publicKey(), Optional.empty(), Optional.of(6));
        assertThat(ImportRules.compare(entry, Optional.empty())).isEqualTo(ImportRules.Change.NEW);
        assertThat(ImportRules.compare(entry, Optional.of(entry))).isEqualTo(ImportRules.Change.UNCHANGED);
        assertThat(ImportRules.compare(entry, Optional.of(named))).isEqualTo(ImportRules.Change.CHANGED);
    }
}
