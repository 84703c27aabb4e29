package io.latebind.server.datadir;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory that one running service holds. The lock is the system's own, so it ends with the process, however that ends; the file keeps the
 * process id of the holder for the sentence that the second one gets.
 */
public final class DataDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Pattern PROCESS_ID = Pattern.compile("[0-9]{1,10}");
    /** Enough that a disk which is full says so now, and not in the first transaction. */
    private static final int PROBE_BYTES = 64 * 1024;

    private final Path path;
    private final FileChannel lockChannel;

    private DataDirectory(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Makes the directory when it is missing (mode 700) and takes it for this process.
     *
     * @throws StartRefused if it is no directory, cannot be written, lies on a full disk, or another process holds it
     */
    public static DataDirectory open(Path wanted) {
        Path path = wanted.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
            FileChannel channel = lock(path);
            try {
                probe(path);
            } catch (IOException failure) {
                channel.close();
                throw failure;
            }
            return new DataDirectory(path, channel);
        } catch (FileAlreadyExistsException occupied) {
            throw new StartRefused(
                    "The data directory " + path + " is a file, not a directory. Name another place with --data-dir.");
        } catch (IOException failure) {
            throw DiskTrouble.refusal(path, failure);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path file = path.resolve("latebind.lock");
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(DurableFile.PRIVATE));
        try {
            if (tryLock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new StartRefused("The data directory " + path + " is in use by another latebind serve" + holder
                        + ". Stop that one first, or give this one a directory of its own with --data-dir.");
            }
            channel.truncate(0);
            long processId = ProcessHandle.current().pid();
            channel.write(ByteBuffer.wrap((processId + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(16);
        channel.read(content, 0);
        String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
        return PROCESS_ID.matcher(text).matches() ? " (process " + text + ")" : "";
    }

    private static void probe(Path path) throws IOException {
        Path file = path.resolve("write.probe");
        try {
            DurableFile.write(file, new byte[PROBE_BYTES], DurableFile.PRIVATE);
        } finally {
            Files.deleteIfExists(path.resolve("write.probe.tmp"));
            Files.deleteIfExists(file);
        }
    }

    /** The directory itself, absolute. */
    public Path path() {
        return path;
    }

    public Path ownerKey() {
        return path.resolve("owner.key");
    }

    public Path secretKey() {
        return path.resolve("secret.key");
    }

    /** Where the device port's certificates lie. */
    public Path tls() {
        return path.resolve("tls");
    }

    /** The DTLS sessions of devices, while the service is not running. */
    public Path coapSessions() {
        return path.resolve("coap.sessions");
    }

    /** Where the embedded PostgreSQL lies. */
    public Path postgres() {
        return path.resolve("postgres");
    }

    /** Gives the directory up; the lock file stays, since removing it could take away another process's lock. */
    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException failure) {
            throw new IllegalStateException("the lock of the data directory did not close", failure);
        }
    }
}
