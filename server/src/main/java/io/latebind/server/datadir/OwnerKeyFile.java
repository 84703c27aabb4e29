package io.latebind.server.datadir;

import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The file with the first API key, alone, without a newline, mode 600.
 *
 * <p>The key is on the disk before the database learns its hash: after a crash between the two, the next start finds the file and puts that same key
 * into the database. Once the database has an owner's key the file no longer counts, so a key that was revoked does not come back.
 */
public final class OwnerKeyFile {
    private static final Pattern KEY = Pattern.compile("[!-~]{16,200}");

    private OwnerKeyFile() {}

    /**
     * The key that is to be put into the database now, in a statement that may run twice; empty when the database has one.
     *
     * @param databaseHasOwnerKey whether an owner's key was ever stored
     * @param newKey makes a key of 16 to 200 visible ASCII characters
     * @throws StartRefused if the file holds something else, or cannot be written
     */
    public static Optional<Secret> keyToStore(Path file, boolean databaseHasOwnerKey, Supplier<Secret> newKey) {
        if (databaseHasOwnerKey) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(file));
        } catch (NoSuchFileException none) {
            return Optional.of(create(file, newKey.get()));
        } catch (IOException failure) {
            throw DiskTrouble.refusal(file, failure);
        }
    }

    private static Secret read(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        if (!KEY.matcher(text).matches()) {
            throw new StartRefused(file + " holds no API key, and the database has none yet either."
                    + " Remove the file; a new key is then made.");
        }
        return new Secret(text);
    }

    private static Secret create(Path file, Secret key) {
        try {
            DurableFile.write(file, key.reveal().getBytes(StandardCharsets.US_ASCII), DurableFile.PRIVATE);
            return key;
        } catch (IOException failure) {
            throw DiskTrouble.refusal(file, failure);
        }
    }
}
