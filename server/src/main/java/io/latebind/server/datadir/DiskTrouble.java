package io.latebind.server.datadir;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** What an operator is told when the disk refuses. */
public final class DiskTrouble {
    private DiskTrouble() {}

    /** @param path the file or directory that could not be read or written */
    public static StartRefused refusal(Path path, IOException failure) {
        String reason = reason(failure);
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            return new StartRefused(
                    "The disk is full: " + path + " could not be written. Free some space, then start again.");
        }
        if (lower.contains("read-only file system")) {
            return new StartRefused(path + " is on a file system that is mounted read-only."
                    + " Mount it writable, or name another directory with --data-dir.");
        }
        if (failure instanceof AccessDeniedException || lower.contains("permission denied")) {
            return new StartRefused("User " + System.getProperty("user.name") + " may not read and write " + path
                    + ". Change its owner or mode, or name another directory with --data-dir.");
        }
        return new StartRefused(
                path + " cannot be used: " + reason + ". Put this right, or name another directory with --data-dir.");
    }

    /** The system's own words, on one line. */
    private static String reason(IOException failure) {
        String words = failure instanceof FileSystemException ofFile ? ofFile.getReason() : failure.getMessage();
        if (words == null || words.isBlank()) {
            return failure instanceof NoSuchFileException
                    ? "there is no such file or directory"
                    : failure.getClass().getSimpleName();
        }
        return words.replaceAll("\\s+", " ");
    }
}
