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
        return commands.stream()
                .filter(command -> !command.removed() && !command.implicit())
                .toList();
    }

    /** Those of them that count towards the limit: what users and rules added. */
    public List<QueuedCommand> counted() {
        return listed().stream().filter(command -> !command.byService()).toList();
    }

    /** The commands whose keys wait for a certificate. */
    public List<QueuedCommand> awaitingCertificates() {
        return commands.stream()
                .filter(command -> command.issuance().isPresent())
                .toList();
    }

    /** The command with this id, unless it was removed or is hidden. */
    public Optional<QueuedCommand> find(CommandId id) {
        return addressed(id).filter(command -> !command.implicit());
    }

    /** The command that a device means with this id, unless it was removed. */
    Optional<QueuedCommand> addressed(CommandId id) {
        return commands.stream()
                .filter(command -> command.id().equals(id) && !command.removed())
                .findFirst();
    }

    /** The implicit {@code finished} that is not acknowledged yet; it is the last command of all. */
    public Optional<QueuedCommand> openImplicit() {
        return commands.stream()
                .filter(command -> command.implicit() && command.open())
                .findFirst();
    }

    /** Whether the last command of a rule that is left has no {@code finished} behind it, but perhaps the open implicit one. */
    boolean rulesWantFinished() {
        Optional<QueuedCommand> lastOfRules = commands.reversed().stream()
                .filter(command -> command.byRule() && !command.removed())
                .findFirst();
        return lastOfRules.isPresent()
                && commands.stream()
                        .noneMatch(command -> command.finished()
                                && command.place() >= lastOfRules.get().place()
                                && !(command.implicit() && command.open()));
    }

    List<QueuedCommand> openCommands() {
        return commands.stream().filter(QueuedCommand::open).toList();
    }

    /** A certificate that is still to come counts as well (specification 4.1). */
    boolean anythingOpen() {
        return commands.stream()
                .anyMatch(command -> command.open() || command.issuance().isPresent());
    }

    /** Behind all others, but for the open implicit {@code finished}, which stays last. */
    int nextPlace() {
        return commands.reversed().stream()
                .filter(command -> !(command.implicit() && command.open()))
                .findFirst()
                .map(last -> last.place() + 1)
                .orElse(1);
    }
}
