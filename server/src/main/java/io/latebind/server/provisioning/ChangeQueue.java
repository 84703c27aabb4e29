package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.certificate.IssueCertificate;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a user does to a device's queue: one locked transaction each. Every call is refused with NOT_FOUND when the team has not
 * claimed the device; the other refusals are those of {@link QueueRules}.
 */
public final class ChangeQueue {
    private final Transactor transactor;
    private final QueueStore queues;
    private final InstantSource clock;
    private final IdSource ids;
    private final AuditTrail audit;
    private final SigningTerms terms;
    private final IssueCertificate certificates;

    public ChangeQueue(
            Transactor transactor,
            QueueStore queues,
            InstantSource clock,
            IdSource ids,
            AuditTrail audit,
            SigningTerms terms,
            IssueCertificate certificates) {
        this.transactor = transactor;
        this.queues = queues;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.terms = terms;
        this.certificates = certificates;
    }

    public Outcome<QueuedCommand> add(Principal caller, DeviceUuid device, NewCommand command) {
        CommandId id = new CommandId(ids.newUuid());
        String createdBy = caller.member().toString();
        return change(
                        caller,
                        device,
                        AuditAction.COMMAND_ADDED,
                        id,
                        (tx, queue, now) -> terms.check(tx, caller.team(), device, command.request())
                                .then(_ -> QueueRules.add(queue, id, command, createdBy, now)))
                .map(change -> change.command().orElseThrow());
    }

    public Outcome<QueuedCommand> change(Principal caller, DeviceUuid device, CommandId command, CommandChange change) {
        return change(
                        caller,
                        device,
                        AuditAction.COMMAND_CHANGED,
                        command,
                        (tx, queue, now) -> change.request()
                                .map(request -> terms.check(tx, caller.team(), device, request)
                                        .then(_ -> QueueRules.change(queue, command, change, now)))
                                .orElseGet(() -> QueueRules.change(queue, command, change, now)))
                .map(changed -> changed.command().orElseThrow());
    }

    public Outcome<QueuedCommand> reset(Principal caller, DeviceUuid device, CommandId command) {
        return change(
                        caller,
                        device,
                        AuditAction.COMMAND_RESET,
                        command,
                        (_, queue, now) -> QueueRules.reset(queue, command, now))
                .map(change -> change.command().orElseThrow());
    }

    public Outcome<QueuedCommand> skip(Principal caller, DeviceUuid device, CommandId command) {
        return change(
                        caller,
                        device,
                        AuditAction.COMMAND_SKIPPED,
                        command,
                        (_, queue, now) -> QueueRules.skip(queue, command, now))
                .map(change -> change.command().orElseThrow());
    }

    public Outcome<ProvisioningQueue> delete(Principal caller, DeviceUuid device, CommandId command) {
        return change(
                        caller,
                        device,
                        AuditAction.COMMAND_DELETED,
                        command,
                        (_, queue, now) -> QueueRules.delete(queue, command, now))
                .map(QueueRules.Change::queue);
    }

    /** @param force send certificates again although they belong to keys that will be made anew */
    public Outcome<ProvisioningQueue> resetAll(Principal caller, DeviceUuid device, boolean force) {
        return change(
                        caller,
                        device,
                        AuditAction.QUEUE_RESET,
                        device,
                        (_, queue, now) -> QueueRules.resetAll(queue, force, now),
                        queues::armRules)
                .map(QueueRules.Change::queue);
    }

    public Outcome<ProvisioningQueue> discard(Principal caller, DeviceUuid device) {
        return change(
                        caller,
                        device,
                        AuditAction.QUEUE_DISCARDED,
                        device,
                        (_, queue, _) -> Outcome.done(QueueRules.discard(queue)))
                .map(QueueRules.Change::queue);
    }

    private interface Rule {
        Outcome<QueueRules.Change> apply(Tx tx, ProvisioningQueue queue, Instant now);
    }

    /** Why a certificate is of no use any more. */
    private static String reasonOf(AuditAction action) {
        return "the device will not get it: " + action.shown() + " by a user";
    }

    /** What else happens in the transaction of a change. */
    private interface AlongWith {
        void run(Tx tx, ClaimVersion at);
    }

    private Outcome<QueueRules.Change> change(
            Principal caller, DeviceUuid device, AuditAction action, Object subject, Rule rule) {
        return change(caller, device, action, subject, rule, (_, _) -> {});
    }

    private Outcome<QueueRules.Change> change(
            Principal caller, DeviceUuid device, AuditAction action, Object subject, Rule rule, AlongWith alongWith) {
        return transactor.inTransaction(tx -> {
            Optional<ClaimedQueue> found = queues.lock(tx, caller.sight(), device);
            if (found.isEmpty()) {
                return Outcome.refused(DeviceAbsent.refusal(device));
            }
            Instant now = clock.instant();
            ProvisioningQueue before = found.get().queue();
            return rule.apply(tx, before, now).map(change -> {
                QueueSave save =
                        new QueueSave(found.get().at(), before, change.queue(), List.of(), Optional.empty(), now);
                if (!queues.save(tx, save)) {
                    throw new IllegalStateException(
                            "a locked queue of device " + device + " was changed by someone else");
                }
                alongWith.run(tx, found.get().at());
                CancelledIssuances.between(before, change.queue())
                        .forEach(attempt ->
                                certificates.abandon(tx, AwaitedCertificate.attemptKey(attempt), reasonOf(action)));
                audit.record(tx, QueueFacts.event(caller, action, device, subject, before, change.queue()));
                return change;
            });
        });
    }
}
