package io.latebind.server.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.SeededIds;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeyGateTest {
    @TempDir
    Path folder;

    private Path own = Path.of("");
    private Path named = Path.of("");

    @BeforeEach
    void nameTheFiles() {
        own = folder.resolve("secret.key");
        named = folder.resolve("named key");
    }

    @Test
    void makesAPrivateKeyAtTheFirstStartAndKeepsIt() throws IOException {
        byte[] checkValue = gate(1).open(Optional.empty()).checkValueToStore().orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder().decode(Files.readString(own).strip())).hasSize(32);
        assertThat(gate(2).open(Optional.of(checkValue)).checkValueToStore()).isEmpty();
    }

    @Test
    void givesTheSameCheckValueAgainAfterACrashBeforeItWasStored() {
        byte[] first = gate(1).open(Optional.empty()).checkValueToStore().orElseThrow();
        assertThat(gate(2).open(Optional.empty()).checkValueToStore().orElseThrow())
                .isEqualTo(first);
    }

    @Test
    void refusesAMissingKeyWhenTheDatabaseKnowsOneAndMakesNone() {
        assertRefused(
                gate(1),
                Optional.of(new byte[32]),
                own + " is missing, and the database holds secrets that only its key can read."
                        + " Put the file back from its copy, or name that copy with --secret-key-file.");
        assertThat(own).doesNotExist();
    }

    @Test
    void refusesAWrongKey() {
        byte[] checkValue = gate(1).open(Optional.empty()).checkValueToStore().orElseThrow();
        own = folder.resolve("other.key");
        gate(2).open(Optional.empty());
        assertRefused(
                gate(3),
                Optional.of(checkValue),
                "The key in " + own + " is not the one under which this database's secrets were encrypted."
                        + " Put the right key back, or name its file with --secret-key-file.");
    }

    @Test
    void refusesADamagedKey() throws IOException {
        for (String text : new String[] {"", "AAAA", "not base64 at all!", "A".repeat(64)}) {
            Files.writeString(own, text);
            assertRefused(
                    gate(1),
                    Optional.empty(),
                    own + " does not hold a key, which is 32 bytes in base64 (44 characters)."
                            + " Put the right file back from its copy, or name that copy with --secret-key-file.");
        }
    }

    @Test
    void refusesAKeyFileThatCannotBeRead() throws IOException {
        Files.createDirectory(own);
        assertThatThrownBy(() -> gate(1).open(Optional.empty()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(own.toString());
    }

    @Test
    void usesTheNamedFileAndNeverMakesIt() throws IOException {
        SecretKeyGate gate = new SecretKeyGate(own, Optional.of(named), new SeededIds(1));
        assertRefused(
                gate,
                Optional.empty(),
                "The file of --secret-key-file, " + named + ", does not exist."
                        + " Make it with: (umask 077; openssl rand -base64 32 > '" + named + "')");
        Files.writeString(named, Base64.getEncoder().encodeToString(new byte[32]) + "\r\n");
        assertThat(gate.open(Optional.empty()).checkValueToStore()).isPresent();
        assertThat(own).doesNotExist();
    }

    private SecretKeyGate gate(long seed) {
        return new SecretKeyGate(own, Optional.empty(), new SeededIds(seed));
    }

    private static void assertRefused(SecretKeyGate gate, Optional<byte[]> stored, String sentence) {
        assertThatThrownBy(() -> gate.open(stored))
                .isInstanceOf(StartRefused.class)
                .hasMessage(sentence)
                .hasNoCause();
    }
}
