package io.latebind.cli.certificate;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.PartFile;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A hand-over in CSV, cut into files that a cloud takes at a time. */
final class OnboardingFiles {
    /** Behind the certificate, the last field, which ends with a line feed: no other line of a row is only this. */
    private static final String LAST_LINE_OF_ROW = "\"";

    private final Path first;
    private final int rows;

    /**
     * @param whole how the file would be called if it were one: {@code onboard.csv} becomes {@code onboard-1.csv} and so on
     * @param rows of a file, at most
     */
    OnboardingFiles(Path whole, int rows) {
        this.first = whole;
        this.rows = rows;
    }

    /**
     * All of the files get their names, or none: a part of them would look like all.
     *
     * @return the files that were written
     * @throws CommandFailed when one cannot be written
     * @throws UncheckedIOException when the hand-over breaks off
     */
    List<Path> write(InputStream csv) {
        List<PartFile> parts = new ArrayList<>();
        try {
            cut(csv, parts);
            return parts.stream().map(PartFile::keep).toList();
        } finally {
            parts.forEach(PartFile::close);
        }
    }

    private void cut(InputStream csv, List<PartFile> parts) {
        StringBuilder text = new StringBuilder();
        int complete = 0;
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                text.append(line).append('\n');
                if (line.equals(LAST_LINE_OF_ROW)) {
                    complete++;
                    if (complete == rows) {
                        add(text, parts);
                        complete = 0;
                    }
                }
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        if (!text.isEmpty()) {
            add(text, parts);
        }
    }

    private void add(StringBuilder text, List<PartFile> parts) {
        PartFile part = new PartFile(numbered(parts.size() + 1));
        parts.add(part);
        part.write(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
        text.setLength(0);
    }

    private Path numbered(int number) {
        String name = String.valueOf(first.getFileName());
        int dot = name.lastIndexOf('.');
        return first.resolveSibling(
                dot > 0 ? name.substring(0, dot) + "-" + number + name.substring(dot) : name + "-" + number);
    }
}
