package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.server.kernel.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A provisioning command in its place in a device's queue.
 *
 * @param place the order in the queue; kept for life, but an implicit {@code finished} moves until it is acknowledged
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
        return new QueuedCommand(
                id,
                otherPlace,
                type,
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
                createdBy,
                origin,
                createdAt,
                updatedAt);
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
        return new QueuedCommand(
                id,
                place,
                type,
                Optional.of(newRequest),
                secretErased && CommandSecrets.missing(newRequest),
                newDescription,
                status,
                result,
                deliveries,
                clearFirst && sameTag,
                issuance,
                removed,
                newWarnings,
                createdBy,
                origin,
                createdAt,
                now);
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
        return new QueuedCommand(
                id,
                place,
                type,
                request,
                secretErased,
                description,
                status,
                result,
                changed,
                clearFirst,
                issuance,
                removed,
                warnings,
                createdBy,
                origin,
                createdAt,
                updatedAt);
    }

    QueuedCommand asRemoved(Instant now) {
        return new QueuedCommand(
                        id,
                        place,
                        type,
                        request,
                        secretErased,
                        description,
                        status,
                        result,
                        deliveries,
                        clearFirst,
                        Optional.empty(),
                        true,
                        warnings,
                        createdBy,
                        origin,
                        createdAt,
                        now)
                .withSecretErased();
    }

    QueuedCommand withIssuance(Optional<PendingIssuance> pending) {
        return new QueuedCommand(
                id,
                place,
                type,
                request,
                secretErased,
                description,
                status,
                result,
                deliveries,
                clearFirst,
                pending,
                removed,
                warnings,
                createdBy,
                origin,
                createdAt,
                updatedAt);
    }

    /** Whoever changes what became of a command has no use for a certificate that was still to come. */
    private QueuedCommand with(
            CommandStatus newStatus,
            Optional<CommandResult> newResult,
            Deliveries newDeliveries,
            boolean newClearFirst,
            Instant now) {
        return new QueuedCommand(
                id,
                place,
                type,
                request,
                secretErased,
                description,
                newStatus,
                newResult,
                newDeliveries,
                newClearFirst,
                Optional.empty(),
                removed,
                warnings,
                createdBy,
                origin,
                createdAt,
                now);
    }

    private QueuedCommand withSecretErased() {
        Optional<CommandRequest> bare = request.map(CommandSecrets::erase);
        boolean erased = secretErased || type == CommandType.CLIENT_PRIVATE_KEY || type == CommandType.PRE_SHARED_KEY;
        return new QueuedCommand(
                id,
                place,
                type,
                bare,
                erased,
                description,
                status,
                result,
                deliveries,
                clearFirst,
                issuance,
                removed,
                warnings,
                createdBy,
                origin,
                createdAt,
                updatedAt);
    }
}
