package io.latebind.server.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void makesTheDirectoryForItsOwnerAlone() throws IOException {
        Path path = folder.resolve("a/b");
        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(directory.path()).isEqualTo(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
            try (var files = Files.list(path)) {
                assertThat(files).containsExactly(path.resolve("latebind.lock"));
            }
        }
        DataDirectory.open(path).close();
    }

    @Test
    void refusesASecondProcessWithTheFirstOnesId() throws IOException, InterruptedException {
        try (DataDirectory directory = DataDirectory.open(folder)) {
            assertThat(takenByAnotherProcess())
                    .isEqualTo(
                            "The data directory " + directory.path() + " is in use by another latebind serve (process "
                                    + ProcessHandle.current().pid()
                                    + "). Stop that one first, or give this one a directory of its own with --data-dir.");
        }
    }

    @Test
    void takesADirectoryWhoseHolderDied() throws IOException, InterruptedException {
        assertThat(takenByAnotherProcess()).isEqualTo("taken");
        DataDirectory.open(folder).close();
    }

    @Test
    void refusesASecondHolderInTheSameProcess() {
        try (DataDirectory directory = DataDirectory.open(folder)) {
            assertThatThrownBy(() -> DataDirectory.open(directory.path()))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void refusesAFileInThePlaceOfTheDirectory() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(StartRefused.class)
                .hasMessage("The data directory " + file
                        + " is a file, not a directory. Name another place with --data-dir.")
                .hasNoCause();
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("--data-dir");
    }

    @Test
    void refusesAPlaceWhereNothingCanBeMade() {
        assertThatThrownBy(() -> DataDirectory.open(Path.of("/proc/latebind")))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("/proc/latebind cannot be used: ")
                .hasMessageEndingWith("or name another directory with --data-dir.");
    }

    @Test
    void namesAFullDiskInTheWordsThatTheSystemGives() {
        Path full = Path.of("/dev/full");
        assertThatThrownBy(() -> {
                    try {
                        Files.write(full, new byte[1]);
                    } catch (IOException failure) {
                        throw DiskTrouble.refusal(full, failure);
                    }
                })
                .isInstanceOf(StartRefused.class)
                .hasMessage("The disk is full: /dev/full could not be written. Free some space, then start again.");
    }

    @Test
    void namesMissingRightsAndReadOnlyDisks() {
        assertThat(DiskTrouble.refusal(folder, new AccessDeniedException(folder.toString())))
                .hasMessageStartingWith("User ")
                .hasMessageContaining("may not read and write " + folder);
        assertThat(DiskTrouble.refusal(folder, new FileSystemException(null, null, "Read-only file system")))
                .hasMessageContaining("mounted read-only");
        assertThat(DiskTrouble.refusal(folder, new FileSystemException(null, null, "Input/output\nerror")))
                .hasMessage(
                        folder
                                + " cannot be used: Input/output error. Put this right, or name another directory with --data-dir.");
    }

    private String takenByAnotherProcess() throws IOException, InterruptedException {
        Path answer = Files.createTempFile("taker", ".txt");
        Process taker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DirectoryTaker.class.getName(),
                        folder.toString(),
                        answer.toString())
                .inheritIO()
                .start();
        assertThat(taker.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String words = Files.readString(answer);
        Files.delete(answer);
        return words;
    }
}
