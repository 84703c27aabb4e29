package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The provisioning configuration of one claimed device, and what is remembered of its runs.
 *
 * @param commands in their order, removed ones included
 * @param attempts the newest attempt of this device; only grows
 */
public record ProvisioningQueue(List<QueuedCommand> commands, RunFacts run, long attempts) {
    public ProvisioningQueue {
        commands = commands.stream()
                .sorted(Comparator.comparingInt(QueuedCommand::place))
                .toList();
    }

    /** The commands that a user sees, in order. */
    public List<QueuedCommand> listed() {
        return commands.stream().filter(command -> !command.removed()).toList();
    }

    /** The command with this id, unless it was removed. */
    public Optional<QueuedCommand> find(CommandId id) {
        return commands.stream()
                .filter(command -> command.id().equals(id) && !command.removed())
                .findFirst();
    }

    List<QueuedCommand> openCommands() {
        return commands.stream().filter(QueuedCommand::open).toList();
    }

    boolean anythingOpen() {
        return commands.stream().anyMatch(QueuedCommand::open);
    }

    int nextPlace() {
        return commands.isEmpty() ? 1 : commands.getLast().place() + 1;
    }
}
