package io.latebind.server.identity;

import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;

/** What the registry contradicts: pins, claims and their histories are kept by features further left, which implement this. */
public interface Contradictions {
    /** As things stand; nothing is changed. */
    List<Contradiction> find(Tx tx, List<RegistryEntry> entries);

    /**
     * Ends the pins of other keys, and blocks the claims that were proven or made with other keys, with the reason in their histories.
     * Locks those claims, in the order of their UUIDs.
     */
    List<Contradiction> settle(Tx tx, List<RegistryEntry> entries, Instant now);
}
