package io.latebind.cli.client;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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
        try (PartFile part = new PartFile(file)) {
            long bytes = part.write(body);
            part.keep();
            return bytes;
        }
    }
}
