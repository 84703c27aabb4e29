package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.server.kernel.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A provisioning command in its place in a device's queue.
 *
 * @param place the order in the queue; it changes when a certificate is inserted before it, and an implicit {@code finished} stays last
 *     until it is acknowledged
 * @param request absent for a terminal command that was loaded for a device's visit, where nobody needs it
 * @param secretErased a write-only parameter was there and is no more
 * @param clearFirst the modem answered 519 to a write: what is there is deleted before the next one
 * @param issuance a certificate is to be issued for the key that it made
 * @param removed deleted after it had ended: only its place, type and status still count (specification 2.1)
 */
public record QueuedCommand(
        CommandId id,
        int place,
        CommandType type,
        Optional<CommandRequest> request,
        boolean secretErased,
        Optional<String> description,
        CommandStatus status,
        Optional<CommandResult> result,
        Deliveries deliveries,
        boolean clearFirst,
        Optional<PendingIssuance> issuance,
        boolean removed,
        List<String> warnings,
        String createdBy,
        CommandOrigin origin,
        Instant createdAt,
        Instant updatedAt) {

    public QueuedCommand {
        warnings = List.copyOf(warnings);
    }

    public boolean open() {
        return status.open();
    }

    boolean finished() {
        return type == CommandType.FINISHED;
    }

    /** The {@code finished} behind commands of rules: hidden from users and not counted (specification 4.1). */
    public boolean implicit() {
        return origin instanceof CommandOrigin.Implicit;
    }

    /** Whether a user put it there; what the service adds is not counted, and gone at a whole reset. */
    boolean byUser() {
        return origin instanceof CommandOrigin.User;
    }

    /** Whether the service added it; then it does not count towards the limit of a queue. */
    public boolean byService() {
        return switch (origin) {
            case CommandOrigin.Issued _, CommandOrigin.Implicit _ -> true;
            case CommandOrigin.User _, CommandOrigin.Rule _ -> false;
        };
    }

    /** Whether it is the certificate for the key that {@code command} made. */
    boolean issuedFor(CommandId command) {
        return origin instanceof CommandOrigin.Issued(CommandId key) && key.equals(command);
    }

    /** The attempt that has succeeded, or else the newest one. */
    public CorrelationId attempt() {
        return new CorrelationId(id, Deliveries.number(deliveries.newest()), 0);
    }

    boolean byRule() {
        return origin instanceof CommandOrigin.Rule;
    }

    QueuedCommand at(int otherPlace) {
        return but(copy -> copy.place = otherPlace);
    }

    /** What must be there while the command is open. */
    public CommandRequest requestNow() {
        return request.orElseThrow(
                () -> new IllegalStateException("command " + id + " was loaded without its request"));
    }

    QueuedCommand deliveredAs(long attempt, Instant now) {
        return with(CommandStatus.IN_PROGRESS, result, deliveries.delivered(attempt), clearFirst, now);
    }

    QueuedCommand succeeded(CommandResult.Success success, Instant now) {
        return with(CommandStatus.SUCCEEDED, Optional.of(success), deliveries, false, now)
                .withSecretErased();
    }

    QueuedCommand failed(CommandResult.Failure failure, Instant now) {
        return with(CommandStatus.FAILED, Optional.of(failure), deliveries, clearFirst, now);
    }

    QueuedCommand putBack(Instant now) {
        return with(CommandStatus.PENDING, result, deliveries.putBack(), clearFirst, now);
    }

    /** Back to PENDING after a write that found the place occupied. */
    QueuedCommand clearingFirst(Instant now) {
        return with(CommandStatus.PENDING, result, deliveries.putBack(), true, now);
    }

    QueuedCommand reset(Instant now) {
        return with(CommandStatus.PENDING, Optional.empty(), deliveries.voided(), false, now);
    }

    QueuedCommand skipped(Instant now) {
        return with(CommandStatus.SKIPPED, result, deliveries.voided(), false, now)
                .withSecretErased();
    }

    /** Another request of the same type, in the same state. */
    QueuedCommand changed(
            CommandRequest newRequest, Optional<String> newDescription, List<String> newWarnings, Instant now) {
        boolean sameTag = request.flatMap(CommandRequest::tag).equals(newRequest.tag());
        return but(copy -> {
            copy.request = Optional.of(newRequest);
            copy.secretErased = secretErased && CommandSecrets.missing(newRequest);
            copy.description = newDescription;
            copy.warnings = newWarnings;
            copy.clearFirst = clearFirst && sameTag;
            copy.updatedAt = now;
        });
    }

    /** Whether it says something else than {@code old}; a secret that was erased since is nothing new. */
    boolean rewrites(QueuedCommand old) {
        Optional<Secret> secret = request.flatMap(CommandJson::secret);
        return !request.map(CommandSecrets::erase).equals(old.request.map(CommandSecrets::erase))
                || !description.equals(old.description)
                || !warnings.equals(old.warnings)
                || (secret.isPresent() && !secret.equals(old.request.flatMap(CommandJson::secret)));
    }

    QueuedCommand withDeliveries(Deliveries changed) {
        return but(copy -> copy.deliveries = changed);
    }

    QueuedCommand asRemoved(Instant now) {
        return but(copy -> {
                    copy.removed = true;
                    copy.issuance = Optional.empty();
                    copy.updatedAt = now;
                })
                .withSecretErased();
    }

    QueuedCommand withIssuance(Optional<PendingIssuance> pending) {
        return but(copy -> copy.issuance = pending);
    }

    /** Whoever changes what became of a command has no use for a certificate that was still to come. */
    private QueuedCommand with(
            CommandStatus newStatus,
            Optional<CommandResult> newResult,
            Deliveries newDeliveries,
            boolean newClearFirst,
            Instant now) {
        return but(copy -> {
            copy.status = newStatus;
            copy.result = newResult;
            copy.deliveries = newDeliveries;
            copy.clearFirst = newClearFirst;
            copy.issuance = Optional.empty();
            copy.updatedAt = now;
        });
    }

    private QueuedCommand withSecretErased() {
        return but(copy -> {
            copy.request = request.map(CommandSecrets::erase);
            copy.secretErased =
                    secretErased || type == CommandType.CLIENT_PRIVATE_KEY || type == CommandType.PRE_SHARED_KEY;
        });
    }

    private QueuedCommand but(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    /** The same command with what ever changes in one; it lives in {@link #but} alone. */
    private static final class Copy {
        private final QueuedCommand old;
        private int place;
        private Optional<CommandRequest> request;
        private boolean secretErased;
        private Optional<String> description;
        private CommandStatus status;
        private Optional<CommandResult> result;
        private Deliveries deliveries;
        private boolean clearFirst;
        private Optional<PendingIssuance> issuance;
        private boolean removed;
        private List<String> warnings;
        private Instant updatedAt;

        Copy(QueuedCommand old) {
            this.old = old;
            place = old.place;
            request = old.request;
            secretErased = old.secretErased;
            description = old.description;
            status = old.status;
            result = old.result;
            deliveries = old.deliveries;
            clearFirst = old.clearFirst;
            issuance = old.issuance;
            removed = old.removed;
            warnings = old.warnings;
            updatedAt = old.updatedAt;
        }

        QueuedCommand made() {
            return new QueuedCommand(
                    old.id,
                    place,
                    old.type,
                    request,
                    secretErased,
                    description,
                    status,
                    result,
                    deliveries,
                    clearFirst,
                    issuance,
                    removed,
                    warnings,
                    old.createdBy,
                    old.origin,
                    old.createdAt,
                    updatedAt);
        }
    }
}
