package io.latebind.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Long answers in text, kept while they come. */
public final class Download {
    private Download() {}

    /** @return how many lines there were */
    public static long print(InputStream body, Session session) {
        PrintWriter out = session.out();
        long[] lines = {0};
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
                .lines()
                .forEach(line -> {
                    out.print(line);
                    out.print('\n');
                    lines[0]++;
                });
        out.flush();
        return lines[0];
    }

    /**
     * Half an answer never stands under the name of a whole one.
     *
     * @return how many bytes there were
     * @throws CommandFailed when the file cannot be written
     */
    public static long write(InputStream body, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            long bytes = Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return bytes;
        } catch (FileSystemException unwritable) {
            throw CommandFailed.wrongWords("The file " + file + " cannot be written.");
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
