package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.cbor.DeviceMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A batch while it grows, within the device's buffers (specification 3.2). Lives only inside one call of a rule. */
final class Batch {
    private final DeviceBuffers buffers;
    private final List<QueuedCommand> commands = new ArrayList<>();
    private final List<DeviceCommand> records = new ArrayList<>();
    private int recordBytes;
    private int answerBytes;
    private int refusedBytes;
    private int refusedRecords;

    Batch(DeviceBuffers buffers) {
        this.buffers = buffers;
    }

    List<QueuedCommand> commands() {
        return List.copyOf(commands);
    }

    /** Whether the service is to add a certificate behind one of them (specification 4.1). */
    boolean signs() {
        return commands.stream()
                .anyMatch(command -> command.requestNow().signing().isPresent());
    }

    List<DeviceCommand> records() {
        return List.copyOf(records);
    }

    /**
     * Puts {@code command} and its preparatory steps behind the others, or leaves the batch as it is when they do not fit.
     *
     * @param attempts the newest attempt of the device before this batch
     */
    boolean take(QueuedCommand command, long attempts) {
        List<DeviceCommand> more = DeviceRecords.of(
                command.id(),
                command.requestNow(),
                command.clearFirst(),
                Deliveries.number(attempts + commands.size() + 1));
        int moreBytes = more.stream().mapToInt(DeviceMessages::encodedSize).sum();
        int moreAnswers = ExpectedAnswers.bytesOf(command.requestNow(), more.size());
        int size = records.size() + more.size();
        int bytes = DeviceMessages.arrayHeaderSize(size) + recordBytes + moreBytes;
        boolean head = commands.isEmpty();
        if (bytes > buffers.rxMaxSize()
                || size > buffers.limit()
                || (!head && answerBytes + moreAnswers > buffers.txMaxSize())) {
            refusedBytes = bytes;
            refusedRecords = size;
            return false;
        }
        commands.add(command);
        records.addAll(more);
        recordBytes += moreBytes;
        answerBytes += moreAnswers;
        return true;
    }

    /** Why the head alone does not fit, with both figures. */
    CommandResult.Failure reasonAgainst(QueuedCommand head) {
        String text = refusedBytes > buffers.rxMaxSize()
                ? "cannot be delivered: encoded it takes " + refusedBytes + " bytes and the device takes at most "
                        + buffers.rxMaxSize()
                        + " (rxMaxSize). Shorten it or enlarge the device's receive buffer, then reset it"
                : "cannot be delivered: it takes " + refusedRecords + " records and the device takes at most "
                        + buffers.limit() + " (limit). Enlarge the device's limit, then reset it";
        return new CommandResult.Failure(Optional.empty(), head.type().key() + " " + text);
    }
}
