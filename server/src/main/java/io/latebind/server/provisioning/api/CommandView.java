package io.latebind.server.provisioning.api;

import io.latebind.contract.device.CommandId;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.provisioning.CommandJson;
import io.latebind.server.provisioning.CommandOrigin;
import io.latebind.server.provisioning.CommandStatus;
import io.latebind.server.provisioning.PendingIssuance;
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
        Optional<RuleView> rule,
        Optional<CommandId> issuedFor,
        Optional<IssuanceView> issuance,
        Optional<List<String>> warnings,
        int attempts) {

    /** The rule that added it, and in which version. */
    record RuleView(RuleId id, int version) {}

    /**
     * The certificate that is still to come for the key.
     *
     * @param state PENDING, the only one that shows
     * @param tries that came to nothing
     * @param problem why the last one did
     */
    record IssuanceView(String state, Instant since, int tries, Optional<String> problem) {
        static IssuanceView of(PendingIssuance pending) {
            return new IssuanceView("PENDING", pending.since(), pending.tries(), pending.problem());
        }
    }

    private static Optional<CommandId> issuedFor(CommandOrigin origin) {
        return origin instanceof CommandOrigin.Issued(CommandId key) ? Optional.of(key) : Optional.empty();
    }

    private static Optional<RuleView> rule(CommandOrigin origin) {
        return origin instanceof CommandOrigin.Rule(RuleId id, int version)
                ? Optional.of(new RuleView(id, version))
                : Optional.empty();
    }

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
                rule(command.origin()),
                issuedFor(command.origin()),
                command.issuance().map(IssuanceView::of),
                command.warnings().isEmpty() ? Optional.empty() : Optional.of(command.warnings()),
                command.deliveries().total());
    }
}
