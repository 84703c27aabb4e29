package io.latebind.server.provisioning;

import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a fetch delivers (specification 3.1 to 3.3). Pure. */
public final class FetchRules {
    /** A head that went out so often without any result goes out alone. */
    static final int ALONE_AFTER = 2;

    private FetchRules() {}

    /**
     * @param batch what goes to the device; empty when there is nothing for it
     * @param comeAgain nothing is delivered because a certificate is still to be issued: the device is to back off, not to go to sleep
     * @param queue the queue after it
     */
    public record Delivery(
            List<DeviceCommand> batch, boolean comeAgain, ProvisioningQueue queue, List<HistoryEntry> history) {}

    /**
     * @param blocked the block flag; a blocked device gets nothing
     * @param after what the device says it processed last; a hint, whatever it holds
     * @param maxDeliveries deliveries without a result before a command is given up
     * @param lastSeen when the device came before this time
     */
    public static Delivery fetch(
            ProvisioningQueue queue,
            boolean blocked,
            String after,
            DeviceBuffers buffers,
            int maxDeliveries,
            Optional<Instant> lastSeen,
            Instant now) {
        List<HistoryEntry> history = new ArrayList<>(lostResults(queue, after));
        List<QueuedCommand> open = queue.openCommands();
        if (blocked || StatusRules.statusOf(queue) == DeviceStatus.ERROR) {
            return new Delivery(List.of(), false, queue, history);
        }
        boolean certificateToCome = !queue.awaitingCertificates().isEmpty();
        if (certificateToCome || open.isEmpty()) {
            return new Delivery(List.of(), certificateToCome, queue, history);
        }
        QueueEdit edit = new QueueEdit(queue);
        QueuedCommand head = open.getFirst();
        Optional<CommandResult.Failure> givenUp = givenUp(head, buffers, maxDeliveries, lastSeen);
        if (givenUp.isPresent()) {
            return undeliverable(edit, head, Kind.NEVER_CAME_BACK, givenUp.get(), history, now);
        }
        Batch batch = new Batch(buffers);
        for (QueuedCommand command : open) {
            if (command.finished() && batch.signs()) {
                // a certificate is to come between the two
                break;
            }
            if (!batch.take(command, queue.attempts())) {
                break;
            }
            if (command.finished() || head.deliveries().unanswered() >= ALONE_AFTER) {
                break;
            }
        }
        if (batch.commands().isEmpty()) {
            return undeliverable(edit, head, Kind.UNDELIVERABLE, batch.reasonAgainst(head), history, now);
        }
        List<String> delivered = new ArrayList<>();
        for (QueuedCommand command : batch.commands()) {
            long attempt = edit.nextAttempt();
            edit.put(command.deliveredAs(attempt, now));
            delivered.add(command.type().key() + " (attempt " + Integer.toHexString(Deliveries.number(attempt)) + ")");
        }
        history.add(HistoryEntry.of(Kind.DELIVERED, "delivered: " + String.join(", ", delivered)));
        return new Delivery(batch.records(), false, edit.queue(), history);
    }

    private static Delivery undeliverable(
            QueueEdit edit,
            QueuedCommand head,
            Kind kind,
            CommandResult.Failure reason,
            List<HistoryEntry> history,
            Instant now) {
        edit.failByService(head.failed(reason, now));
        history.add(HistoryEntry.of(kind, head.id(), head.type().key() + " failed: " + reason.message()));
        return new Delivery(List.of(), false, edit.queue(), history);
    }

    private static Optional<CommandResult.Failure> givenUp(
            QueuedCommand head, DeviceBuffers buffers, int maxDeliveries, Optional<Instant> lastSeen) {
        if (head.finished() || head.deliveries().unanswered() < maxDeliveries) {
            return Optional.empty();
        }
        int atLength = AtSteps.of(head.requestNow(), head.clearFirst()).stream()
                .mapToInt(AtStep::length)
                .max()
                .orElse(0);
        String text = "no result after " + head.deliveries().unanswered() + " deliveries; its longest AT command has "
                + atLength + " characters, the device's buffers are rxMaxSize " + buffers.rxMaxSize()
                + " and txMaxSize "
                + buffers.txMaxSize() + ", the last fetch before this one was at "
                + lastSeen.map(Instant::toString).orElse("an unknown time")
                + ". A device that cannot hold a command says nothing at all: shorten it or enlarge the device's AT buffer"
                + " (1792 characters by default), then reset it";
        return Optional.of(new CommandResult.Failure(Optional.empty(), text));
    }

    private static List<HistoryEntry> lostResults(ProvisioningQueue queue, String after) {
        Optional<CorrelationId> passed = CorrelationId.parse(after);
        Optional<QueuedCommand> last = passed.flatMap(id -> queue.addressed(id.command()));
        OptionalLong attempt = last.map(command -> command.deliveries().attempt(passed.orElseThrow()))
                .orElse(OptionalLong.empty());
        if (attempt.isEmpty()) {
            return List.of();
        }
        return queue.commands().stream()
                .filter(command -> command.status() == CommandStatus.IN_PROGRESS
                        && command.place() <= last.orElseThrow().place()
                        && command.deliveries().newest() <= attempt.getAsLong())
                .map(command -> HistoryEntry.of(
                        Kind.RESULT_LOST,
                        command.id(),
                        "the device has passed " + command.type().key()
                                + ", but its result never arrived; it is delivered again"))
                .toList();
    }
}
