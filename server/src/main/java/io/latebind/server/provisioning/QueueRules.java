package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a user may do to a queue (specification 2). Pure. */
public final class QueueRules {
    /** Commands that users and rules may put into one queue. */
    public static final int MAX_COMMANDS = 20;

    private QueueRules() {}

    /**
     * @param command what the user is shown; absent when it is gone or the whole queue was meant
     * @param queue the queue after it
     */
    public record Change(Optional<QueuedCommand> command, ProvisioningQueue queue) {}

    /** Whether so many commands more are within the limit. */
    public static boolean hasRoomFor(ProvisioningQueue queue, int commands) {
        return queue.counted().size() + commands <= MAX_COMMANDS;
    }

    /** Refused when the queue is full (QUEUE_FULL). */
    public static Outcome<Change> add(
            ProvisioningQueue queue, CommandId id, NewCommand added, String createdBy, Instant now) {
        List<QueuedCommand> counted = queue.counted();
        if (!hasRoomFor(queue, 1)) {
            long ended = counted.stream()
                    .filter(command -> !command.open() && command.status() != CommandStatus.FAILED)
                    .count();
            return Outcome.refused(
                    RefusalCode.QUEUE_FULL,
                    "the queue holds " + counted.size() + " provisioning commands, the most that it may; " + ended
                            + " of them are SUCCEEDED or SKIPPED and could be deleted");
        }
        QueuedCommand command = pending(queue, id, added, createdBy, new CommandOrigin.User(), now);
        QueueEdit edit = new QueueEdit(queue);
        edit.append(command);
        return changed(edit, command);
    }

    /** A new command for the next place in {@code queue}. */
    static QueuedCommand pending(
            ProvisioningQueue queue,
            CommandId id,
            NewCommand added,
            String createdBy,
            CommandOrigin origin,
            Instant now) {
        return new QueuedCommand(
                id,
                queue.nextPlace(),
                added.request().type(),
                Optional.of(added.request()),
                false,
                added.description(),
                CommandStatus.PENDING,
                Optional.empty(),
                Deliveries.NONE,
                false,
                Optional.empty(),
                false,
                CommandWarnings.of(added.request(), queue),
                createdBy,
                origin,
                now,
                now);
    }

    /** Refused when the command is not there (NOT_FOUND), and as {@link ChangeRules} says. */
    public static Outcome<Change> change(ProvisioningQueue queue, CommandId id, CommandChange change, Instant now) {
        return find(queue, id)
                .then(command -> ChangeRules.change(command, change, queue, now))
                .then(changed -> {
                    QueueEdit edit = new QueueEdit(queue);
                    edit.put(changed);
                    return changed(edit, changed);
                });
    }

    /** Refused when the command is not there (NOT_FOUND) or IN_PROGRESS (WRONG_STATE). */
    public static Outcome<Change> delete(ProvisioningQueue queue, CommandId id, Instant now) {
        return find(queue, id).then(command -> {
            QueueEdit edit = new QueueEdit(queue);
            switch (command.status()) {
                case IN_PROGRESS -> {
                    return wrongState(command, "deleted", "; skip it first");
                }
                case SUCCEEDED, SKIPPED -> edit.forget(command.asRemoved(now));
                case PENDING, FAILED -> edit.remove(command);
            }
            return Outcome.done(new Change(Optional.empty(), edit.queue()));
        });
    }

    /** Refused when the command is not there (NOT_FOUND), PENDING (WRONG_STATE) or without its secret (SECRET_ERASED). */
    public static Outcome<Change> reset(ProvisioningQueue queue, CommandId id, Instant now) {
        return find(queue, id).then(command -> {
            if (command.status() == CommandStatus.PENDING) {
                return wrongState(command, "reset", "; it waits for its delivery already");
            }
            if (command.secretErased()) {
                return Outcome.refused(secretErased(List.of(command)));
            }
            QueueEdit edit = new QueueEdit(queue);
            QueuedCommand reset = command.reset(now);
            edit.reset(reset);
            return changed(edit, reset);
        });
    }

    /** Refused when the command is not there (NOT_FOUND) or has ended otherwise (WRONG_STATE). */
    public static Outcome<Change> skip(ProvisioningQueue queue, CommandId id, Instant now) {
        return find(queue, id).then(command -> {
            if (command.status() == CommandStatus.SUCCEEDED || command.status() == CommandStatus.SKIPPED) {
                return wrongState(command, "skipped", "");
            }
            QueueEdit edit = new QueueEdit(queue);
            QueuedCommand skipped = command.skipped(now);
            edit.close(command, skipped);
            return changed(edit, skipped);
        });
    }

    /**
     * What users added is PENDING again, in its places, and everything else is gone. All or nothing: refused when any of it has lost its
     * secret (SECRET_ERASED), or, unless {@code force}, when a certificate would be sent again and a key is made anew, also one of a
     * rule, which may come back (CERTIFICATE_BEHIND_NEW_KEY).
     */
    public static Outcome<Change> resetAll(ProvisioningQueue queue, boolean force, Instant now) {
        List<QueuedCommand> listed = queue.listed();
        List<QueuedCommand> kept = listed.stream().filter(QueuedCommand::byUser).toList();
        List<QueuedCommand> bare =
                kept.stream().filter(QueuedCommand::secretErased).toList();
        if (!bare.isEmpty()) {
            return Outcome.refused(secretErased(bare));
        }
        List<QueuedCommand> outdated = force ? List.of() : certificatesBehindNewKeys(listed, kept);
        if (!outdated.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.CERTIFICATE_BEHIND_NEW_KEY,
                    "a whole reset makes new keys and then sends certificates of the old ones again: " + ids(outdated)
                            + ". Delete them first, or say ?force=true");
        }
        QueueEdit edit = new QueueEdit(queue);
        edit.restart(kept.stream().map(command -> command.reset(now)).toList());
        return Outcome.done(new Change(Optional.empty(), edit.queue()));
    }

    /** Removes what is PENDING, IN_PROGRESS or FAILED, and lets no certificate be issued that is still to come. Never refused. */
    public static Change discard(ProvisioningQueue queue) {
        QueueEdit edit = new QueueEdit(queue);
        queue.commands().stream()
                .filter(command -> command.open() || command.status() == CommandStatus.FAILED)
                .forEach(command -> edit.discard(command.id()));
        edit.cancelIssuances();
        return new Change(Optional.empty(), edit.queue());
    }

    private static List<QueuedCommand> certificatesBehindNewKeys(List<QueuedCommand> listed, List<QueuedCommand> kept) {
        return kept.stream()
                .filter(certificate -> certificate.type() == CommandType.CLIENT_CERTIFICATE
                        && listed.stream().anyMatch(key -> outdates(key, certificate)))
                .toList();
    }

    /** Whether a whole reset parts the two: not where neither was ever sent, then it changes nothing for them. */
    private static boolean outdates(QueuedCommand key, QueuedCommand certificate) {
        boolean sent = certificate.status() != CommandStatus.PENDING
                || certificate.deliveries().total() > 0
                || key.status() == CommandStatus.SUCCEEDED;
        return sent
                && key.place() < certificate.place()
                && key.type().generatesKey()
                && key.requestNow().tag().equals(certificate.requestNow().tag());
    }

    private static Outcome<QueuedCommand> find(ProvisioningQueue queue, CommandId id) {
        return queue.find(id)
                .map(Outcome::done)
                .orElseGet(() ->
                        Outcome.refused(RefusalCode.NOT_FOUND, "the device's queue has no provisioning command " + id));
    }

    private static Outcome<Change> changed(QueueEdit edit, QueuedCommand command) {
        return Outcome.done(new Change(Optional.of(command), edit.queue()));
    }

    private static Outcome<Change> wrongState(QueuedCommand command, String verb, String wayOut) {
        return Outcome.refused(
                RefusalCode.WRONG_STATE,
                "provisioning command " + command.id() + " is " + command.status() + " and cannot be " + verb + wayOut);
    }

    private static Refusal secretErased(List<QueuedCommand> bare) {
        return Refusal.of(
                RefusalCode.SECRET_ERASED,
                "the write-only parameters of " + ids(bare)
                        + " were erased when it ended, so it cannot be sent again; PATCH the secret first, then reset");
    }

    private static String ids(List<QueuedCommand> commands) {
        return String.join(
                ", ", commands.stream().map(command -> command.id().toString()).toList());
    }
}
