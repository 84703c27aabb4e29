package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.kernel.Facts;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.util.List;
import java.util.Optional;

/**
 * What users do to a device, as its history tells it: who they are, but not their addresses and keys, which only readers of the audit
 * trail see. Pure.
 */
final class UserChanges {
    private UserChanges() {}

    /** Empty for what concerns no device, or leaves none behind that has a history. */
    static Optional<HistoryEntry> line(AuditEvent event) {
        String by = " by " + HistoryStore.MEMBER;
        return told(event.action(), event, by)
                .map(told -> new HistoryEntry(
                                told.kind(),
                                CommandId.parse(event.subject()).filter(_ -> told.onCommand()),
                                told.text())
                        .with("memberId", event.who().member()));
    }

    private record Told(Kind kind, boolean onCommand, String text) {
        static Optional<Told> device(Kind kind, String text) {
            return Optional.of(new Told(kind, false, text));
        }

        static Optional<Told> command(Kind kind, String text) {
            return Optional.of(new Told(kind, true, text));
        }
    }

    private static Optional<Told> told(AuditAction action, AuditEvent event, String by) {
        return switch (action) {
            case DEVICE_CLAIMED -> Told.device(Kind.CLAIMED, "claimed" + by + tags(event.after(), ", with the tags "));
            case DEVICE_BLOCKED -> Told.device(Kind.BLOCKED, "blocked" + by + "; it gets no commands from now on");
            case DEVICE_UNBLOCKED -> Told.device(Kind.UNBLOCKED, "unblocked" + by + "; it gets commands again");
            case DEVICE_TAGGED ->
                Told.device(
                        Kind.TAGGED,
                        "tags changed" + by + tags(event.before(), ", before: ") + tags(event.after(), ", now: "));
            case CERTIFICATE_REVOKED ->
                Told.device(Kind.CERTIFICATE_REVOKED, "certificate " + event.subject() + " revoked" + by);
            case COMMAND_ADDED -> Told.command(Kind.COMMAND_ADDED, type(event) + " added" + by);
            case COMMAND_CHANGED -> Told.command(Kind.COMMAND_CHANGED, type(event) + " changed" + by);
            case COMMAND_RESET ->
                Told.command(Kind.COMMAND_RESET, type(event) + " reset" + by + "; it is delivered again");
            case COMMAND_SKIPPED -> Told.command(Kind.COMMAND_SKIPPED, type(event) + " skipped" + by);
            case COMMAND_DELETED -> Told.command(Kind.COMMAND_DELETED, type(event) + " deleted" + by);
            case QUEUE_RESET ->
                Told.device(Kind.QUEUE_RESET, "the whole queue was reset" + by + "; everything is delivered again");
            case QUEUE_DISCARDED ->
                Told.device(Kind.QUEUE_DISCARDED, "what was waiting or had failed was discarded" + by);
            // of no single device; or the claim that a history hangs on is gone
            default -> Optional.empty();
        };
    }

    private static String type(AuditEvent event) {
        return event.before()
                .or(event::after)
                .map(facts -> facts.values().get("type"))
                .map(Object::toString)
                .orElse("a command");
    }

    private static String tags(Optional<Facts> facts, String prefix) {
        Object tags = facts.map(Facts::values).orElse(Facts.none().values()).get("tags");
        if (!(tags instanceof List<?> list)) {
            return "";
        }
        String names = String.join(", ", list.stream().map(Object::toString).toList());
        return names.isEmpty() ? (prefix.contains("with") ? "" : prefix + "none") : prefix + names;
    }
}
