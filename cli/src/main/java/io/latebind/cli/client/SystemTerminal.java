package io.latebind.cli.client;

import java.io.Console;
import java.util.Optional;

/** The terminal that the program was started on. */
public final class SystemTerminal implements Terminal {
    @Override
    @SuppressWarnings("SystemConsoleNull") // -Djdk.console=none still makes it null
    public boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    @SuppressWarnings("SystemConsoleNull")
    public Optional<String> ask(String question) {
        Console console = System.console();
        return console == null ? Optional.empty() : Optional.ofNullable(console.readLine("%s", question));
    }
}
