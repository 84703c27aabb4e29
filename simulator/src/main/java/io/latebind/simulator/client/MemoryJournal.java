package io.latebind.simulator.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal in memory; can be read while the device works. */
public final class MemoryJournal implements Journal {
    private final List<JournalEntry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void record(JournalEntry entry) {
        entries.add(entry);
    }

    public List<JournalEntry> entries() {
        return List.copyOf(entries);
    }
}
