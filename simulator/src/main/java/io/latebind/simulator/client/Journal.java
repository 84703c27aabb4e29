package io.latebind.simulator.client;

/** The ordered record of what happened on one device. */
@FunctionalInterface
public interface Journal {
    /** Returns when the entry is kept. */
    void record(JournalEntry entry);

    /** This journal, then {@code next}. */
    default Journal and(Journal next) {
        return entry -> {
            record(entry);
            next.record(entry);
        };
    }
}
