package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.server.device.DeviceStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A queue while a rule works on it: keeps the facts of runs true through every change (specification 2.1). Lives only inside one
 * call of a rule.
 */
final class QueueEdit {
    private final TreeMap<Integer, QueuedCommand> byPlace = new TreeMap<>();
    private RunFacts run;
    private long attempts;

    QueueEdit(ProvisioningQueue queue) {
        queue.commands().forEach(command -> byPlace.put(command.place(), command));
        run = queue.run();
        attempts = queue.attempts();
    }

    ProvisioningQueue queue() {
        return new ProvisioningQueue(List.copyOf(byPlace.values()), run, attempts);
    }

    List<QueuedCommand> commands() {
        return new ArrayList<>(byPlace.values());
    }

    DeviceStatus status() {
        return StatusRules.statusOf(queue());
    }

    /** A new command behind all others, but before an open implicit {@code finished}; an explicit one takes the place of that. */
    void append(QueuedCommand command) {
        DeviceStatus before = status();
        Optional<QueuedCommand> implicit = queue().openImplicit();
        implicit.ifPresent(finished -> byPlace.remove(finished.place()));
        put(command);
        if (!command.finished()) {
            implicit.ifPresent(finished -> put(finished.at(command.place() + 1)));
        }
        if (!run.goingOn()) {
            run = run.begun(before);
        }
    }

    /**
     * A certificate for the key that {@code key} made, which waits for it no more: before the first open {@code finished} behind it, else
     * behind all others (specification 4.1). What stands there moves back by one.
     */
    void insertCertificate(QueuedCommand key, QueuedCommand certificate) {
        DeviceStatus before = status();
        put(key);
        int place = byPlace.tailMap(key.place(), false).values().stream()
                .filter(command -> command.finished() && command.open())
                .findFirst()
                .map(QueuedCommand::place)
                .orElse(byPlace.lastKey() + 1);
        List<QueuedCommand> behind = List.copyOf(byPlace.tailMap(place, true).values());
        behind.forEach(command -> byPlace.remove(command.place()));
        behind.forEach(command -> put(command.at(command.place() + 1)));
        put(certificate.at(place));
        if (!run.goingOn()) {
            run = run.begun(before);
        }
    }

    /** A change that leaves the course of runs alone. */
    void put(QueuedCommand command) {
        byPlace.put(command.place(), command);
    }

    long nextAttempt() {
        attempts++;
        run = run.withDelivery();
        return attempts;
    }

    /** A device's result: a success. An acknowledged {@code finished} ends the run, and what is open behind it begins another. */
    void succeed(QueuedCommand succeeded) {
        DeviceStatus before = status();
        run = run.withResult();
        put(succeeded);
        if (succeeded.finished()) {
            run = queue().anythingOpen() ? run.begun(before) : run.ended();
        }
        endWhenNothingIsOpen();
    }

    /** A device's result: a failure, or one that the service does not accept. */
    void failByDevice(QueuedCommand failed) {
        run = run.withResult();
        failByService(failed);
    }

    /** The service itself gives a command up. */
    void failByService(QueuedCommand failed) {
        put(failed);
        run = run.ended();
    }

    /** Open again by a user's reset; the certificate for the key that it made before goes while it is open. Answers to an earlier {@code finished} behind it no longer count. */
    void reset(QueuedCommand reset) {
        DeviceStatus before = status();
        put(reset);
        byPlace.values().removeIf(command -> command.open() && command.issuedFor(reset.id()));
        for (QueuedCommand behind :
                byPlace.tailMap(reset.place(), false).values().toArray(QueuedCommand[]::new)) {
            if (behind.finished() && behind.deliveries().newest() != 0) {
                Deliveries old = behind.deliveries();
                put(behind.withDeliveries(new Deliveries(old.total(), old.unanswered(), attempts + 1, old.newest())));
            }
        }
        run = run.begun(before);
    }

    /** A user takes a command out of the way: {@code changed} stands in its place. */
    void close(QueuedCommand open, QueuedCommand changed) {
        DeviceStatus before = status();
        put(changed);
        afterClosing(open, before);
    }

    /** A user deletes a command that was never executed. */
    void remove(QueuedCommand command) {
        DeviceStatus before = status();
        byPlace.remove(command.place());
        dropOrphan();
        afterClosing(command, before);
    }

    /** A user deletes a command that has ended: {@code removed} stands in its place as a fact. */
    void forget(QueuedCommand removed) {
        put(removed);
        dropOrphan();
        endWhenNothingIsOpen();
    }

    /** The implicit {@code finished} goes when none of the commands that it is for is left (specification 4.1). */
    private void dropOrphan() {
        ProvisioningQueue queue = queue();
        queue.openImplicit()
                .filter(_ -> !queue.rulesWantFinished())
                .ifPresent(finished -> byPlace.remove(finished.place()));
    }

    private void afterClosing(QueuedCommand closed, DeviceStatus before) {
        if (closed.status() == CommandStatus.FAILED) {
            run = run.begun(before);
        }
        endWhenNothingIsOpen();
    }

    /** Everything anew: only {@code commands} are left, and earlier runs are forgotten. */
    void restart(List<QueuedCommand> commands) {
        byPlace.clear();
        commands.stream().sorted(Comparator.comparingInt(QueuedCommand::place)).forEach(this::put);
        run = new RunFacts(!commands.isEmpty(), false, RunFacts.NONE.lastEndedIn(), false);
    }

    void discard(CommandId id) {
        byPlace.values().removeIf(command -> command.id().equals(id));
        endWhenNothingIsOpen();
    }

    /** Nobody waits for a certificate any more. */
    void cancelIssuances() {
        queue().awaitingCertificates().forEach(key -> put(key.withIssuance(Optional.empty())));
        endWhenNothingIsOpen();
    }

    private void endWhenNothingIsOpen() {
        if (run.goingOn() && !queue().anythingOpen()) {
            run = run.ended();
        }
    }
}
