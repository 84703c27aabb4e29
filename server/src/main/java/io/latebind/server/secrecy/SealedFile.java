package io.latebind.server.secrecy;

import io.latebind.server.datadir.DurableFile;
import io.latebind.server.kernel.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** One secret in a file, encrypted, that is read once: when it was taken, the file is gone, also after a power cut. */
public final class SealedFile {
    private final Path file;
    private final SecretCipher cipher;

    public SealedFile(Path file, SecretCipher cipher) {
        this.file = file;
        this.cipher = cipher;
    }

    /** In the place of what was there. */
    public void write(Secret content) throws IOException {
        DurableFile.write(file, cipher.encrypt(content, place()), DurableFile.PRIVATE);
    }

    /**
     * Empty when there is none.
     *
     * @throws SecretUnreadable when it was encrypted under another key or is damaged; it is gone all the same
     */
    public Optional<Secret> take() throws IOException {
        byte[] sealed;
        try {
            sealed = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        DurableFile.remove(file);
        return Optional.of(cipher.decrypt(sealed, place()));
    }

    private byte[] place() {
        return String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8);
    }
}
