package io.latebind.server.event;

import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events in the JSON format of CloudEvents 1.0. */
public final class CloudEvents {
    public static final String CONTENT_TYPE = "application/cloudevents+json";
    private static final String TYPE_PREFIX = "io.latebind.";
    private static final JsonMapper JSON = JsonMapper.shared();

    private CloudEvents() {}

    /** One line. */
    public static String json(RecordedEvent event) {
        return json(event.id(), event.team(), event.type(), event.subject(), event.at(), event.data());
    }

    /** One line. */
    public static String json(EventId id, TeamId team, EventType type, String subject, Instant at, String data) {
        ObjectNode json = JSON.createObjectNode();
        json.put("specversion", "1.0");
        json.put("id", id.toString());
        json.put("source", "/v1/teams/" + team);
        json.put("type", TYPE_PREFIX + type);
        json.put("subject", subject);
        Facts.of("time", at).values().forEach((name, shown) -> json.put(name, shown.toString()));
        json.put("datacontenttype", "application/json");
        json.set("data", JSON.readTree(data));
        return json.toString();
    }
}
