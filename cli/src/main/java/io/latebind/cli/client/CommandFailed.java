package io.latebind.cli.client;

import java.util.List;

/** What a command tells its user before it ends: a sentence, perhaps lines that belong to it, and the way out. */
public class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The service refused or could not be reached, or what was asked for did not come about. */
    public static final int FAILED = 1;
    /** What the user gave cannot be used. */
    public static final int WRONG_WORDS = 2;

    private final int exitCode;
    private final transient List<String> lines;

    public CommandFailed(int exitCode, String message, List<String> lines) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    public static CommandFailed failed(String message, String... lines) {
        return new CommandFailed(FAILED, message, List.of(lines));
    }

    public static CommandFailed wrongWords(String message, String... lines) {
        return new CommandFailed(WRONG_WORDS, message, List.of(lines));
    }

    public int exitCode() {
        return exitCode;
    }

    /** What follows the sentence: fields that are wrong, and what to do. */
    public List<String> lines() {
        return lines;
    }
}
