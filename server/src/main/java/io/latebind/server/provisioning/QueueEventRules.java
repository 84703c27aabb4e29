package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.event.EventType;
import io.latebind.server.kernel.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the change of a queue tells to those who listen. What a user did is told with its audit event. Pure. */
public final class QueueEventRules {
    private static final EventType COMMAND_ADDED = EventType.of(AuditAction.COMMAND_ADDED);

    /** Lines of the history that are told as they are. */
    private static final Map<HistoryEntry.Kind, EventType> OF_HISTORY = Map.of(
            HistoryEntry.Kind.RULE_WAITING, EventType.RULE_WAITING,
            HistoryEntry.Kind.RESULT_LOST, EventType.COMMAND_RESULT_LOST,
            HistoryEntry.Kind.ISSUANCE_DELAYED, EventType.COMMAND_CERTIFICATE_DELAYED);

    private QueueEventRules() {}

    /** One event about the queue's device. */
    public record QueueEvent(EventType type, Facts data) {}

    /** In the order in which it happened. A change of the status does not show while the device is blocked: who stores it leaves it out. */
    public static List<QueueEvent> of(QueueSave save) {
        List<QueueEvent> events = new ArrayList<>();
        if (save.visit().flatMap(Visit::pin).isPresent()) {
            events.add(new QueueEvent(EventType.DEVICE_PROVEN, Facts.none()));
        }
        for (HistoryEntry entry : save.history()) {
            EventType type = OF_HISTORY.get(entry.kind());
            if (type != null) {
                events.add(new QueueEvent(
                        type, Facts.of("commandId", entry.command()).with("message", entry.text())));
            }
        }
        Map<Object, QueuedCommand> before = new HashMap<>();
        save.before().commands().forEach(command -> before.put(command.id(), command));
        for (QueuedCommand command : save.after().commands()) {
            if (command.origin() instanceof CommandOrigin.Implicit) {
                continue;
            }
            Optional.ofNullable(before.get(command.id()))
                    .flatMap(was -> told(was, command))
                    .or(() -> command.origin() instanceof CommandOrigin.Issued(CommandId key)
                                    && !before.containsKey(command.id())
                            ? event(COMMAND_ADDED, facts(command).with("issuedFor", key))
                            : Optional.empty())
                    .ifPresent(events::add);
        }
        DeviceStatus from = StatusRules.statusOf(save.before());
        DeviceStatus to = StatusRules.statusOf(save.after());
        if (from != to) {
            events.add(new QueueEvent(
                    EventType.DEVICE_STATUS, Facts.of("from", from).with("to", to)));
        }
        return events;
    }

    private static Optional<QueueEvent> told(QueuedCommand was, QueuedCommand is) {
        boolean changed = was.status() != is.status();
        return switch (is.status()) {
            case IN_PROGRESS ->
                is.deliveries().total() > was.deliveries().total()
                        ? event(
                                EventType.COMMAND_DELIVERED,
                                facts(is).with("attempt", is.deliveries().total()))
                        : Optional.empty();
            case SUCCEEDED -> changed ? event(EventType.COMMAND_SUCCEEDED, facts(is)) : Optional.empty();
            case FAILED -> changed ? event(EventType.COMMAND_FAILED, failure(is)) : Optional.empty();
            case PENDING, SKIPPED -> Optional.empty();
        };
    }

    private static Optional<QueueEvent> event(EventType type, Facts data) {
        return Optional.of(new QueueEvent(type, data));
    }

    private static Facts facts(QueuedCommand command) {
        return Facts.of("commandId", command.id()).with("type", command.type().key());
    }

    private static Facts failure(QueuedCommand command) {
        return switch (command.result().orElse(null)) {
            case CommandResult.Failure(Optional<Long> cmeError, String message) ->
                facts(command).with("cmeError", cmeError).with("message", message);
            case CommandResult.Success _ -> facts(command);
            case null -> facts(command);
        };
    }
}
