package io.latebind.server.event;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Sight;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which events are wanted; what is empty does not matter.
 *
 * @param types names like {@code device.status}, or {@code device.*} for all of a kind
 * @param tags one of them is enough
 */
public record EventFilter(List<String> types, Optional<DeviceUuid> device, List<String> tags) {
    public EventFilter {
        types = List.copyOf(types);
        tags = List.copyOf(tags);
    }

    /** Whether somebody with this sight wants, and may see, the event. */
    public boolean lets(RecordedEvent event, Sight sight) {
        return event.team().equals(sight.team())
                && (sight.everything() || !event.adminsOnly())
                && (types.isEmpty()
                        || types.contains(event.type().name())
                        || types.contains(event.type().kind() + ".*"))
                && (device.isEmpty() || device.equals(event.device()))
                && (tags.isEmpty() || !Collections.disjoint(tags, event.tags()));
    }

    /** Whether any event can have this name, or this kind. */
    public static boolean known(String type) {
        return EventType.known().stream()
                .anyMatch(known -> known.name().equals(type) || (known.kind() + ".*").equals(type));
    }
}
