package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a visit did to one command, for metrics. */
public record CommandMove(CommandType type, Step step) {
    /** Stable names. */
    public enum Step {
        DELIVERED,
        SUCCEEDED,
        FAILED
    }

    /** The moves between two states of a queue. */
    public static List<CommandMove> between(ProvisioningQueue before, ProvisioningQueue after) {
        Map<CommandId, QueuedCommand> old = new HashMap<>();
        before.commands().forEach(command -> old.put(command.id(), command));
        List<CommandMove> moves = new ArrayList<>();
        for (QueuedCommand command : after.commands()) {
            step(Optional.ofNullable(old.get(command.id())), command)
                    .ifPresent(step -> moves.add(new CommandMove(command.type(), step)));
        }
        return moves;
    }

    private static Optional<Step> step(Optional<QueuedCommand> before, QueuedCommand after) {
        CommandStatus was = before.map(QueuedCommand::status).orElse(CommandStatus.PENDING);
        long wasNewest = before.map(command -> command.deliveries().newest()).orElse(0L);
        return switch (after.status()) {
            case IN_PROGRESS ->
                after.deliveries().newest() != wasNewest ? Optional.of(Step.DELIVERED) : Optional.empty();
            case SUCCEEDED -> was != CommandStatus.SUCCEEDED ? Optional.of(Step.SUCCEEDED) : Optional.empty();
            case FAILED -> was != CommandStatus.FAILED ? Optional.of(Step.FAILED) : Optional.empty();
            case PENDING, SKIPPED -> Optional.empty();
        };
    }
}
