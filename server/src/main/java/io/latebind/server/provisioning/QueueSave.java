package io.latebind.server.provisioning;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change of a queue, to be stored as a whole or not at all.
 *
 * @param at the state that the change starts from; when another one is stored, nothing is saved
 * @param visit what a device's visit tells; absent for a user's change
 */
public record QueueSave(
        ClaimVersion at,
        ProvisioningQueue before,
        ProvisioningQueue after,
        List<HistoryEntry> history,
        Optional<Visit> visit,
        Instant now) {

    public QueueSave {
        history = List.copyOf(history);
    }

    /** Whether nothing would be stored but that the device came, and how. */
    public boolean changesNothing() {
        return history.stream().allMatch(entry -> entry.kind() == HistoryEntry.Kind.CONNECTED)
                && before.equals(after)
                && visit.flatMap(Visit::pin).isEmpty();
    }

    public List<QueuedCommand> added() {
        return after.commands().stream()
                .filter(command ->
                        before.commands().stream().noneMatch(old -> old.id().equals(command.id())))
                .toList();
    }

    public List<QueuedCommand> changed() {
        return after.commands().stream()
                .filter(command -> before.commands().stream()
                        .anyMatch(old -> old.id().equals(command.id()) && !old.equals(command)))
                .toList();
    }

    /** Commands whose content a user has changed; a device's visit never does. */
    public List<QueuedCommand> rewritten() {
        if (visit.isPresent()) {
            return List.of();
        }
        return changed().stream()
                .filter(command -> before.commands().stream()
                        .anyMatch(old -> old.id().equals(command.id()) && command.rewrites(old)))
                .toList();
    }

    public List<QueuedCommand> removed() {
        return before.commands().stream()
                .filter(command ->
                        after.commands().stream().noneMatch(left -> left.id().equals(command.id())))
                .toList();
    }
}
