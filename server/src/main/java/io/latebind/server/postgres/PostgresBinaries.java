package io.latebind.server.postgres;

import io.latebind.server.kernel.StartRefused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs from our class path, unpacked where they can run. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** Unpacks unless these very programs are there whole: the marker, written last, names the archive. */
    static void unpack(PostgresFiles files) throws IOException {
        String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        String digest = digest(archive);
        Path marker = files.binaries().resolve("complete");
        if (Files.isRegularFile(marker) && Files.readString(marker).equals(digest)) {
            return;
        }
        PostgresFiles.deleteTree(files.binaries());
        Files.createDirectories(files.binaries());
        try (InputStream bytes = open(archive);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(bytes)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpackOne(files.binaries(), entry, tar);
            }
        }
        syncAll(files.binaries());
        PostgresFiles.writePrivately(marker, digest);
        PostgresFiles.syncParent(files.binaries());
    }

    static String archive(String system, String machine) {
        String suffix = switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> "";
        };
        if (!system.toLowerCase(Locale.ROOT).equals("linux") || suffix.isEmpty()) {
            throw new StartRefused(
                    "there is no embedded PostgreSQL for %s on %s, only for Linux on x86-64 and arm64: name a database with --database-url"
                            .formatted(system, machine));
        }
        return "/postgres-linux-" + suffix + ".txz";
    }

    private static InputStream open(String archive) {
        InputStream bytes = PostgresBinaries.class.getResourceAsStream(archive);
        if (bytes == null) {
            throw new IllegalStateException("the class path lacks " + archive);
        }
        return bytes;
    }

    private static String digest(String archive) throws IOException {
        try (InputStream bytes = open(archive)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static void unpackOne(Path root, TarArchiveEntry entry, InputStream content) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        if (entry.isLink()) {
            Files.createLink(target, root.resolve(entry.getLinkName()).normalize());
            return;
        }
        Files.copy(content, target);
        Files.setPosixFilePermissions(target, permissions(entry.getMode()));
    }

    /** A thousand files: one call for their file system takes milliseconds where one each takes seconds. */
    private static void syncAll(Path directory) throws IOException {
        CommandRun sync = CommandRun.of(List.of("sync", "-f", directory.toString()));
        if (!sync.succeeded()) {
            throw new IOException(sync.lastLine());
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }
}
