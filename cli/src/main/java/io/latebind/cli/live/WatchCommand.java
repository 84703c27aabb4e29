package io.latebind.cli.live;

import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code latebind watch}. */
@Command(
        name = "watch",
        description = {
            "Waits for devices, or tells what happens as it happens.",
            "",
            "With devices: waits until each is PROVISIONED, or one is in ERROR or BLOCKED, and tells what happens meanwhile.",
            "Without: tells everything that happens in the team, until Ctrl-C ends it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every device is PROVISIONED; without devices: the time is over",
            "1:a device is in ERROR or BLOCKED, or the time is over before all were done; or the service refused or could not be reached",
            "2:the words are wrong"
        },
        footer = {
            "Examples:",
            "  latebind watch 50363154 --timeout 600",
            "  latebind watch --type device.status --tag pilot --json"
        })
public final class WatchCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "DEVICE", arity = "0..*", description = "Device UUIDs, or how they begin.")
    private @Nullable List<String> devices;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only such events, like device.status or command.failed.")
    private @Nullable String type;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only events of devices that bear this tag.")
    private @Nullable String tag;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Stop after this time (default: never).")
    private @Nullable Long timeoutSeconds;

    @Override
    public Integer call() {
        long end = timeoutSeconds == null
                ? Long.MAX_VALUE
                : session.surroundings().clock().millis() + Math.multiplyExact(timeoutSeconds, 1000L);
        ServiceClient client = session.client();
        if (devices != null && !devices.isEmpty()) {
            if (type != null || tag != null) {
                throw session.wrong("With DEVICEs it tells everything about them: leave --type and --tag out");
            }
            List<String> ids = DeviceNames.resolve(client, devices);
            return new DeviceWatch(session, client, ids, end).await();
        }
        Resource events = Resource.of("/v1/events").with("type", type).with("tag", tag);
        new EventStream(session, client, events, end).follow(() -> true, this::tell);
        return 0;
    }

    private boolean tell(String event) {
        tell(session, event);
        return true;
    }

    /** @return the event */
    static JsonNode tell(Session session, String event) {
        JsonNode data = read(event);
        if (session.json()) {
            session.jsonLine(data);
        } else {
            session.say(EventText.line(data));
        }
        return data;
    }

    static JsonNode read(String event) {
        try {
            return JsonMapper.shared().readTree(event);
        } catch (JacksonException noJson) {
            return JsonMapper.shared().createObjectNode().put("data", event);
        }
    }
}
