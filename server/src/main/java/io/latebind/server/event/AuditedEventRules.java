package io.latebind.server.event;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an audit event tells, and to whom (specification 7.1). Pure. */
final class AuditedEventRules {
    /** What viewers and editors cannot look at by other calls either. */
    private static final Set<String> FOR_ADMINS =
            Set.of("team", "member", "key", "webhook", "identity", "pin", "authority", "profile");

    /**
     * Requests of commands, which may be long, and URLs of webhooks, which may hold a token and are no business of other receivers; their
     * own calls show them.
     */
    private static final Set<String> LEFT_OUT = Set.of("request", "url");

    private AuditedEventRules() {}

    static OutboxEvent told(AuditEvent event) {
        EventType type = EventType.of(event.action());
        OutboxEvent told = OutboxEvent.of(event.team(), type, event.subject(), data(event));
        return FOR_ADMINS.contains(type.kind()) ? told.forAdmins() : told;
    }

    /** @param audience as the device stands now; empty when it is gone, and then what the event says of it counts */
    static List<OutboxEvent> toldOfDevice(
            AuditEvent event, DeviceUuid device, Optional<DeviceAudience.Audience> audience) {
        DeviceAudience.Audience now =
                audience.orElseGet(() -> new DeviceAudience.Audience(List.of(), claimedAbove(event)));
        Set<String> tags = new LinkedHashSet<>(now.tags());
        tags.addAll(tags(event.before()));
        tags.addAll(tags(event.after()));
        DeviceAudience.Audience all = new DeviceAudience.Audience(List.copyOf(tags), now.adminsOnly());
        List<OutboxEvent> told = new ArrayList<>();
        OutboxEvent change = OutboxEvent.onDevice(event.team(), EventType.of(event.action()), device, all, data(event));
        told.add(FOR_ADMINS.contains(change.type().kind()) ? change.forAdmins() : change);
        statusChange(event)
                .ifPresent(data ->
                        told.add(OutboxEvent.onDevice(event.team(), EventType.DEVICE_STATUS, device, all, data)));
        return told;
    }

    /** The block flag hides the status that lies beneath it; every other change of a status comes from the queue. */
    private static Optional<Facts> statusChange(AuditEvent event) {
        if (event.action() != AuditAction.DEVICE_BLOCKED && event.action() != AuditAction.DEVICE_UNBLOCKED) {
            return Optional.empty();
        }
        return fact(event.before(), "status")
                .flatMap(from -> fact(event.after(), "status")
                        .map(to -> Facts.of("from", from).with("to", to)));
    }

    /** A device that is gone is shown to nobody of whom it is not known that they saw it. */
    private static boolean claimedAbove(AuditEvent event) {
        return fact(event.before(), "claimerRole")
                .map(Object::toString)
                .flatMap(Role::parse)
                .map(role -> role.atLeast(Role.ADMIN))
                .orElse(true);
    }

    private static Facts data(AuditEvent event) {
        Facts data = event.device().isPresent()
                        && !event.subject().equals(event.device().get().toString())
                ? Facts.of("subjectId", event.subject())
                : Facts.none();
        boolean command = event.action().shown().startsWith("command.");
        return (command ? Facts.of("commandId", event.subject()) : data)
                .with("by", Facts.of("memberId", event.who().member()))
                .with("before", event.before().map(AuditedEventRules::brief))
                .with("after", event.after().map(AuditedEventRules::brief));
    }

    private static Facts brief(Facts facts) {
        Facts brief = Facts.none();
        for (Map.Entry<String, Object> fact : facts.values().entrySet()) {
            if (!LEFT_OUT.contains(fact.getKey())) {
                brief = brief.with(fact.getKey(), brief(fact.getValue()));
            }
        }
        return brief;
    }

    private static Object brief(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> left = new LinkedHashMap<>(map);
                left.keySet().removeAll(LEFT_OUT);
                left.replaceAll((_, each) -> brief(each));
                yield left;
            }
            case List<?> list -> list.stream().map(each -> brief((Object) each)).toList();
            default -> value;
        };
    }

    private static Optional<Object> fact(Optional<Facts> facts, String name) {
        return facts.flatMap(there -> Optional.ofNullable(there.values().get(name)));
    }

    private static List<String> tags(Optional<Facts> facts) {
        return fact(facts, "tags")
                .map(tags -> tags instanceof List<?> list ? list.stream() : Stream.of())
                .orElseGet(Stream::of)
                .map(Object::toString)
                .toList();
    }
}
