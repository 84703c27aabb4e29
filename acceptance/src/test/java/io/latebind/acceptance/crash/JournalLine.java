package io.latebind.acceptance.crash;

import java.util.List;
import java.util.Optional;

/** One thing that happened on a device, in its journal's words. */
sealed interface JournalLine {
    record Fetched(List<String> correlations) implements JournalLine {}

    /**
     * @param message what the report carries
     * @param held what the modem holds afterwards in the slot that the command named
     */
    record Executed(String correlation, boolean failed, String message, Optional<Held> held) implements JournalLine {}

    record ReportSent(List<String> correlations) implements JournalLine {}

    record ReportAcknowledged(List<String> correlations) implements JournalLine {}

    /** @param fingerprint lower-case hex SHA-256 of the SubjectPublicKeyInfo where it is a key */
    record Held(long secTag, int type, String fingerprint) {
        static final int PRIVATE_KEY = 2;
    }

    /** The command that a correlation id belongs to, whatever the attempt and the step. */
    static String commandOf(String correlation) {
        return correlation.substring(0, correlation.indexOf('.'));
    }

    /** Whether it is the command itself and no step before it. */
    static boolean isCommandItself(String correlation) {
        return !correlation.contains(".s");
    }
}
