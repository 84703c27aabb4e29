package io.latebind.server.provisioning.api;

import io.latebind.contract.device.CommandId;
import io.latebind.server.provisioning.CommandJson;
import io.latebind.server.provisioning.CommandStatus;
import io.latebind.server.provisioning.QueuedCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A provisioning command as REST shows it, without its write-only parameters (specification 4, 7). */
record CommandView(
        CommandId id,
        Optional<String> description,
        JsonNode request,
        CommandStatus status,
        Optional<JsonNode> response,
        Instant createdAt,
        Instant updatedAt,
        String createdBy,
        Optional<List<String>> warnings,
        int attempts) {

    static CommandView of(QueuedCommand command) {
        return new CommandView(
                command.id(),
                command.description(),
                CommandJson.request(command.request().orElseThrow()),
                command.status(),
                command.result().map(result -> CommandJson.response(command.type(), result)),
                command.createdAt(),
                command.updatedAt(),
                command.createdBy(),
                command.warnings().isEmpty() ? Optional.empty() : Optional.of(command.warnings()),
                command.deliveries().total());
    }
}
