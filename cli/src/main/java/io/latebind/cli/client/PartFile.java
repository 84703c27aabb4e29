package io.latebind.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that gets its name when all of it is there. Until then it is {@code FILE.part}, which is gone after {@link #close} without {@link #keep}. */
public final class PartFile implements AutoCloseable {
    private final Path file;
    private final Path part;

    public PartFile(Path file) {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
    }

    /**
     * @return how many bytes there were
     * @throws CommandFailed when the file cannot be written
     * @throws UncheckedIOException when the content breaks off
     */
    public long write(InputStream content) {
        try {
            return Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException unwritable) {
            throw unwritable();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /**
     * Puts what was written in the place of what has the name.
     *
     * @return the file
     * @throws CommandFailed when that cannot be
     */
    public Path keep() {
        try {
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw unwritable();
        }
    }

    private CommandFailed unwritable() {
        return CommandFailed.wrongWords("The file " + file + " cannot be written.");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException stays) {
            // its name says that it is a part
        }
    }
}
