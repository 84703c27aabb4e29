package io.latebind.server.datadir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    private static final Secret FIRST = new Secret("lb_0123456789abcdef");
    private static final Secret SECOND = new Secret("lb_fedcba9876543210");

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("owner.key");
    }

    @Test
    void writesTheOwnerKeyAloneAndPrivate() throws IOException {
        assertThat(OwnerKeyFile.keyToStore(file, false, () -> FIRST)).contains(FIRST);
        assertThat(file).hasContent(FIRST.reveal());
        assertThat(Files.size(file)).isEqualTo(FIRST.reveal().length());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void givesTheSameOwnerKeyAgainAfterACrashBeforeTheDatabaseKnewIt() {
        OwnerKeyFile.keyToStore(file, false, () -> FIRST);
        assertThat(OwnerKeyFile.keyToStore(file, false, () -> SECOND)).contains(FIRST);
    }

    @Test
    void makesNoOwnerKeyOnceTheDatabaseHasOne() throws IOException {
        assertThat(OwnerKeyFile.keyToStore(file, true, () -> FIRST)).isEmpty();
        assertThat(file).doesNotExist();
        Files.writeString(file, SECOND.reveal());
        assertThat(OwnerKeyFile.keyToStore(file, true, () -> FIRST)).isEmpty();
    }

    @Test
    void takesAnOwnerKeyThatAnEditorPutANewlineBehind() throws IOException {
        Files.writeString(file, FIRST.reveal() + "\n");
        assertThat(OwnerKeyFile.keyToStore(file, false, () -> SECOND)).contains(FIRST);
    }

    @Test
    void refusesAnOwnerKeyFileWithoutAKey() throws IOException {
        Files.writeString(file, "two words and more");
        assertThatThrownBy(() -> OwnerKeyFile.keyToStore(file, false, () -> FIRST))
                .isInstanceOf(StartRefused.class)
                .hasMessage(file + " holds no API key, and the database has none yet either."
                        + " Remove the file; a new key is then made.");
    }

    @Test
    void writesOverWhatACrashLeft() throws IOException {
        Path temporary = folder.resolve("owner.key.tmp");
        Files.writeString(temporary, "half a k");
        Files.setPosixFilePermissions(temporary, DurableFile.PUBLIC);
        DurableFile.write(file, "whole".getBytes(US_ASCII), DurableFile.PRIVATE);
        assertThat(file).hasContent("whole");
        assertThat(temporary).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsTheOldContentWhenTheNewCannotBeWritten() throws IOException {
        DurableFile.write(file, "old".getBytes(US_ASCII), DurableFile.PUBLIC);
        Files.createDirectory(folder.resolve("owner.key.tmp"));
        Files.createFile(folder.resolve("owner.key.tmp/x"));
        assertThatThrownBy(() -> DurableFile.write(file, "new".getBytes(US_ASCII), DurableFile.PUBLIC))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
    }
}
