package io.latebind.simulator.modem;

import java.util.List;

/** What a modem answers to one AT command. */
sealed interface AtReply {
    /** @param lines printed before {@code OK}, without line ends */
    record Done(List<String> lines) implements AtReply {}

    record CmeError(int number) implements AtReply {}

    /** The plain {@code ERROR}: no such command. */
    record Unknown() implements AtReply {}

    static AtReply done() {
        return new Done(List.of());
    }

    static AtReply done(String line) {
        return new Done(List.of(line));
    }

    /** The whole text, as it comes over the AT interface. */
    default String text() {
        return switch (this) {
            case Done done ->
                String.join("", done.lines().stream().map(line -> line + "\r\n").toList()) + "OK\r\n";
            case CmeError error -> "+CME ERROR: " + error.number() + "\r\n";
            case Unknown unknown -> "ERROR\r\n";
        };
    }
}
