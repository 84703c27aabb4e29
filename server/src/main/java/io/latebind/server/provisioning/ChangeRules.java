package io.latebind.server.provisioning;

import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a command that is in a queue may be changed (specification 2, 4). Its status stays as it is. Pure. */
final class ChangeRules {
    private ChangeRules() {}

    /**
     * Refused when the command is IN_PROGRESS, or has SUCCEEDED and something else is wanted than to put its erased secret back
     * (WRONG_STATE), or when it would be of another type (BAD_FIELD).
     */
    static Outcome<QueuedCommand> change(
            QueuedCommand command, CommandChange change, ProvisioningQueue queue, Instant now) {
        CommandRequest stored = command.requestNow();
        CommandRequest wanted = change.request()
                .map(request -> CommandSecrets.keep(request, stored))
                .orElse(stored);
        if (wanted.type() != command.type()) {
            return otherType(command, wanted.type());
        }
        Optional<String> description =
                change.description().or(command::description).filter(text -> !text.isEmpty());
        return switch (command.status()) {
            case IN_PROGRESS -> refused(command, "cannot be changed; skip it first, or wait for its result");
            case SUCCEEDED ->
                putsSecretBack(command, wanted, description)
                        ? changed(command, wanted, description, queue, now)
                        : refused(
                                command,
                                "was executed as it is: only a secret that was erased can be put back, all else unchanged."
                                        + " Add another command instead");
            case PENDING, FAILED, SKIPPED -> changed(command, wanted, description, queue, now);
        };
    }

    private static boolean putsSecretBack(QueuedCommand command, CommandRequest wanted, Optional<String> description) {
        return command.secretErased()
                && !CommandSecrets.missing(wanted)
                && CommandSecrets.erase(wanted).equals(CommandSecrets.erase(command.requestNow()))
                && description.equals(command.description());
    }

    private static Outcome<QueuedCommand> changed(
            QueuedCommand command,
            CommandRequest wanted,
            Optional<String> description,
            ProvisioningQueue queue,
            Instant now) {
        return Outcome.done(command.changed(wanted, description, warnings(command, wanted, queue), now));
    }

    /** As if it were added now, in its place. Without its secret nobody knows how long it is. */
    private static List<String> warnings(QueuedCommand command, CommandRequest wanted, ProvisioningQueue queue) {
        if (CommandSecrets.missing(wanted)) {
            return command.warnings();
        }
        List<QueuedCommand> before = queue.commands().stream()
                .filter(other -> other.place() < command.place())
                .toList();
        return CommandWarnings.of(wanted, new ProvisioningQueue(before, queue.run(), queue.attempts()));
    }

    private static Outcome<QueuedCommand> otherType(QueuedCommand command, CommandType wanted) {
        return Outcome.refused(Refusal.ofFields(
                RefusalCode.BAD_FIELD,
                List.of(new FieldProblem(
                        "/request/" + wanted.key(),
                        "provisioning command " + command.id() + " is a "
                                + command.type().key() + " and cannot become a " + wanted.key()
                                + "; delete it and add another one."))));
    }

    private static Outcome<QueuedCommand> refused(QueuedCommand command, String why) {
        return Outcome.refused(
                RefusalCode.WRONG_STATE,
                "provisioning command " + command.id() + " is " + command.status() + " and " + why);
    }
}
