package io.latebind.server.secrecy;

import io.latebind.server.datadir.DiskTrouble;
import io.latebind.server.datadir.DurableFile;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * Opens the secrets' key at start, or refuses to. A new key is made only while the database has never seen one: a database that has would hold
 * secrets which no new key can read.
 */
public final class SecretKeyGate {
    private final Path ownFile;
    private final Optional<Path> namedFile;
    private final IdSource ids;

    /**
     * @param ownFile {@code secret.key} in the data directory, made at the first start
     * @param namedFile that of {@code --secret-key-file}, used instead and never made
     */
    public SecretKeyGate(Path ownFile, Optional<Path> namedFile, IdSource ids) {
        this.ownFile = ownFile;
        this.namedFile = namedFile;
        this.ids = ids;
    }

    /**
     * @param checkValueToStore to be put into the database before the first secret is; empty when it is there
     */
    public record Opened(SecretCipher cipher, Optional<byte[]> checkValueToStore) {}

    /**
     * @param storedCheckValue what the database keeps of an earlier start, see {@link SecretCipher#keyCheckValue()}
     * @throws StartRefused if the key is missing, damaged, unreadable, or not the one under which the database's secrets were encrypted
     */
    public Opened open(Optional<byte[]> storedCheckValue) {
        Path file = namedFile.orElse(ownFile);
        SecretCipher cipher =
                new SecretCipher(read(file).orElseGet(() -> makeOrRefuse(file, storedCheckValue.isPresent())), ids);
        if (storedCheckValue.isEmpty()) {
            return new Opened(cipher, Optional.of(cipher.keyCheckValue()));
        }
        if (!cipher.matches(storedCheckValue.get())) {
            throw new StartRefused(
                    "The key in " + file + " is not the one under which this database's secrets were encrypted."
                            + " Put the right key back, or name its file with --secret-key-file.");
        }
        return new Opened(cipher, Optional.empty());
    }

    private byte[] makeOrRefuse(Path file, boolean databaseKnowsKey) {
        if (databaseKnowsKey) {
            throw new StartRefused(file + " is missing, and the database holds secrets that only its key can read."
                    + " Put the file back from its copy, or name that copy with --secret-key-file.");
        }
        if (namedFile.isPresent()) {
            throw new StartRefused("The file of --secret-key-file, " + file + ", does not exist."
                    + " Make it with: (umask 077; openssl rand -base64 32 > '" + file + "')");
        }
        byte[] key = ids.randomBytes(SecretCipher.KEY_BYTES);
        byte[] text = (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            DurableFile.write(file, text, DurableFile.PRIVATE);
        } catch (IOException failure) {
            throw DiskTrouble.refusal(file, failure);
        }
        return key;
    }

    private static Optional<byte[]> read(Path file) {
        try {
            byte[] key = decode(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip());
            if (key.length != SecretCipher.KEY_BYTES) {
                throw new StartRefused(file + " does not hold a key, which is 32 bytes in base64 (44 characters)."
                        + " Put the right file back from its copy, or name that copy with --secret-key-file.");
            }
            return Optional.of(key);
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException failure) {
            throw DiskTrouble.refusal(file, failure);
        }
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
