package io.latebind.server.provisioning;

import java.time.Instant;
import java.util.Optional;

/**
 * Which lines are wanted; what is empty does not matter.
 *
 * @param since not before
 * @param until before
 */
public record HistoryFilter(Optional<HistoryEntry.Kind> kind, Optional<Instant> since, Optional<Instant> until) {}
