package io.latebind.server.postgres;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * What the embedded PostgreSQL keeps under the data directory.
 *
 * @param home {@code <data-dir>/postgres}, absolute, without symbolic links
 */
record PostgresFiles(Path home) {
    /** Makes {@code <data-dir>/postgres}, for the owner alone. */
    static PostgresFiles under(Path dataDir) throws IOException {
        Path home = dataDir.resolve("postgres");
        if (!Files.isDirectory(home)) {
            Files.createDirectories(dataDir);
            Files.createDirectory(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return new PostgresFiles(home.toRealPath());
    }

    /** The unpacked distribution with {@code bin/postgres} in it. */
    Path binaries() {
        return home.resolve("bin");
    }

    Path program(String name) {
        return binaries().resolve("bin").resolve(name);
    }

    Path data() {
        return home.resolve("data");
    }

    /** Where initdb works until it is done: never put into service, so it may be deleted. */
    Path unfinishedData() {
        return home.resolve("data.incomplete");
    }

    Path password() {
        return home.resolve("password");
    }

    Path log() {
        return home.resolve("log").resolve("postgres.log");
    }

    Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    /** Writes a whole file through to the disk, mode 600. */
    static void writePrivately(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".incomplete");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, text);
        sync(unfinished);
        Files.move(unfinished, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        syncParent(file);
    }

    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes the name of {@code file} last, too. */
    static void syncParent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault) throws IOException {
                if (fault != null) {
                    throw fault;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A full, read-only or forbidden disk, in one sentence. */
    static StartRefused refused(Path directory, IOException fault) {
        String reason = fault instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : fault instanceof FileSystemException named && named.getReason() != null
                        ? named.getReason()
                        : fault.getMessage();
        return new StartRefused(
                "the data directory %s cannot be used (%s): free some space or correct its rights, or name another with --data-dir"
                        .formatted(directory, reason));
    }
}
