package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A line of the history as it is stored.
 *
 * @param id orders lines of the same instant
 * @param details JSON, as {@link HistoryEntry#details} was written
 */
public record HistoryLine(
        UUID id,
        Instant at,
        HistoryEntry.Kind kind,
        Optional<CommandId> command,
        String text,
        Optional<String> details) {}
