package io.latebind.server.event.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.event.EventFilter;
import io.latebind.server.event.EventPosition;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What somebody wants to listen to, and from where on.
 *
 * @param seen the last event that they have; empty: from now on
 */
record EventQuery(EventFilter filter, Optional<EventPosition> seen) {
    private static final String POSITION = "lastEventId";

    /** Refused with every bad parameter at once (BAD_PARAMETER). The header goes before the parameter: browsers send it when they come again. */
    static Outcome<EventQuery> read(HttpCall call) {
        QueryParameters query = new QueryParameters(call);
        List<String> types = values(call, "type");
        types.stream()
                .filter(type -> !EventFilter.known(type))
                .forEach(type ->
                        query.problem("type", type, "an event type like device.status, or device.* for all of a kind"));
        Optional<DeviceUuid> device = query.text("deviceId").flatMap(text -> {
            Optional<DeviceUuid> uuid = DeviceUuid.parse(text);
            if (uuid.isEmpty()) {
                query.problem("deviceId", text, "a device UUID");
            }
            return uuid;
        });
        Optional<String> position =
                call.header("last-event-id").or(() -> query.text(POSITION)).filter(text -> !text.isEmpty());
        Optional<EventPosition> seen = position.flatMap(EventPosition::parse);
        if (position.isPresent() && seen.isEmpty()) {
            query.problem(
                    POSITION, position.get(), "the id of an event of this stream, or left away for events from now on");
        }
        List<String> tags = values(call, "tag");
        return query.accept(() -> new EventQuery(new EventFilter(types, device, tags), seen));
    }

    /** Repeated, or separated by commas. */
    private static List<String> values(HttpCall call, String name) {
        return call.queryParameters().getOrDefault(name, List.of()).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
