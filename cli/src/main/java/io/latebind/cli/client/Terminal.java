package io.latebind.cli.client;

import java.util.Optional;

/** The person in front of the program, if there is one. */
public interface Terminal {
    /** Whether somebody can read and answer. */
    boolean isInteractive();

    /** The line that was typed after {@code question}; empty when the input ended. */
    Optional<String> ask(String question);
}
