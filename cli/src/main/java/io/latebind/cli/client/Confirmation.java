package io.latebind.cli.client;

import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Asks before something that cannot be taken back. */
public final class Confirmation {
    private static final Set<String> YES = Set.of("y", "yes");

    private final Terminal terminal;

    @Option(
            names = {"-y", "--yes"},
            order = 80,
            description = "Do not ask.")
    private boolean yes;

    public Confirmation(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Returns when the answer is yes.
     *
     * @throws CommandFailed when it is no, or when nobody is there who could answer
     */
    public void demand(String question) {
        if (yes) {
            return;
        }
        if (!terminal.isInteractive()) {
            throw CommandFailed.wrongWords(
                    question + " There is no terminal to answer on.", "--yes answers yes; nothing was done.");
        }
        String answer = terminal.ask(question + " [y/N] ").orElse("");
        if (!YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
            throw CommandFailed.failed("Nothing was done.");
        }
    }
}
