package io.latebind.cli.live;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.ServiceRefused;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Waits for devices: through events where the service has them, by asking every two seconds where it has not. */
final class DeviceWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Set<String> IN_TROUBLE = Set.of("ERROR", "BLOCKED");

    private final Session session;
    private final ServiceClient client;
    private final long endMillis;
    private final Map<String, String> statuses = new LinkedHashMap<>();

    DeviceWatch(Session session, ServiceClient client, List<String> devices, long endMillis) {
        this.session = session;
        this.client = client;
        this.endMillis = endMillis;
        devices.forEach(device -> statuses.put(device, ""));
    }

    /** @return the exit code */
    int await() {
        if (look() && !follow()) {
            session.aside("The time is over: "
                    + statuses.values().stream().filter("PROVISIONED"::equals).count() + " of " + statuses.size()
                    + " devices are PROVISIONED.");
            return CommandFailed.FAILED;
        }
        statuses.forEach((device, status) -> {
            if (IN_TROUBLE.contains(status)) {
                session.aside(
                        device + " is in " + status + ": `latebind devices show " + device + "` tells what to do.");
            }
        });
        return statuses.values().stream().anyMatch(IN_TROUBLE::contains) ? CommandFailed.FAILED : 0;
    }

    /** @return false when the time is over */
    private boolean follow() {
        Resource events = Resource.of("/v1/events");
        if (statuses.size() == 1) {
            events = events.with("deviceId", statuses.keySet().iterator().next());
        }
        try {
            return new EventStream(session, client, events, endMillis).follow(this::look, this::take);
        } catch (ServiceRefused refused) {
            if (!refused.isUnknownPath()) {
                throw refused;
            }
            return poll();
        }
    }

    private boolean poll() {
        while (session.surroundings().clock().millis() < endMillis) {
            client.sleep(BETWEEN_LOOKS);
            if (!look()) {
                return true;
            }
        }
        return false;
    }

    /** Asks for every device; tells whether there is something to wait for. */
    private boolean look() {
        for (String device : statuses.keySet()) {
            JsonNode found = client.get(Resource.of("/v1/claimed-devices/{}", device));
            become(device, Cells.text(found, "status"), true);
        }
        return goesOn();
    }

    private boolean take(String event) {
        JsonNode data = WatchCommand.read(event);
        String device = Cells.text(data, "subject");
        if (!statuses.containsKey(device)) {
            return true;
        }
        WatchCommand.tell(session, event);
        if (EventText.type(data).equals("device.status")) {
            become(device, Cells.text(data.path("data"), "to"), false);
        }
        return goesOn();
    }

    /** @param tell whether nothing else has told it */
    private void become(String device, String status, boolean tell) {
        if (status.isEmpty() || status.equals(statuses.put(device, status))) {
            return;
        }
        if (tell && session.json()) {
            session.jsonLine(
                    JsonMapper.shared().createObjectNode().put("id", device).put("status", status));
        } else if (tell) {
            session.say(device + "  " + status);
        }
        if (status.equals("AWAITING")) {
            session.aside(device + " did all it was told and waits for more: `latebind devices show " + device
                    + "` tells what next.");
        }
    }

    private boolean goesOn() {
        return statuses.values().stream().noneMatch(IN_TROUBLE::contains)
                && !statuses.values().stream().allMatch("PROVISIONED"::equals);
    }
}
