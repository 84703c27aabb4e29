package io.latebind.simulator.client;

import io.latebind.simulator.modem.Credential;
import java.util.List;
import java.util.Optional;

/** One thing that happened on a device. Holds no secret: what may be one is there as its SHA-256. */
public sealed interface JournalEntry {
    /** @param correlations of the batch, in its order */
    record Fetched(List<String> correlations) implements JournalEntry {
        public Fetched {
            correlations = List.copyOf(correlations);
        }
    }

    /**
     * A command was executed.
     *
     * @param command {@code %KEYGEN}, {@code %CMNG}, …, or {@code config}
     * @param argumentsSha256 lower-case hex SHA-256 of the AT parameters, or of the settings as {@code key=value} lines
     * @param message the text that the report carries
     * @param credential what the modem holds afterwards in the slot that the command named
     */
    record Executed(
            String correlation,
            String command,
            String argumentsSha256,
            Outcome outcome,
            String message,
            Optional<Credential> credential)
            implements JournalEntry {}

    /** What came of a command. */
    enum Outcome {
        SUCCEEDED,
        /** A CME error that the command asks to ignore. */
        IGNORED_ERROR,
        FAILED
    }

    /** A report was put on the wire; whether it arrived is not known yet. */
    record ReportSent(List<String> correlations) implements JournalEntry {
        public ReportSent {
            correlations = List.copyOf(correlations);
        }
    }

    record ReportAcknowledged(List<String> correlations) implements JournalEntry {
        public ReportAcknowledged {
            correlations = List.copyOf(correlations);
        }
    }

    /** The acknowledged report held the answer to {@code finished}. */
    record FinishedAcknowledged(String correlation) implements JournalEntry {}

    /** The batch was given up without a report. */
    record GaveUp(String reason) implements JournalEntry {}

    /** Something went wrong on purpose; from the start on where it is there all the time. */
    record Misbehaved(String how) implements JournalEntry {}
}
