package io.latebind.cli.device;

import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.command.Queue;
import io.latebind.cli.command.QueueTable;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind devices show}. */
@Command(
        name = "show",
        description = "Shows a device, its queue, and what to do next.",
        footer = {"Example:", "  latebind devices show 50363154"})
final class ShowDevice implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "DEVICE", description = "A device UUID, or how it begins.")
    private String name = "";

    @Override
    public Integer call() {
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, name);
        ObjectNode device = (ObjectNode) client.get(Resource.of("/v1/claimed-devices/{}", id));
        List<JsonNode> queue = Queue.of(client, id).commands();
        ObjectNode whole = device.deepCopy();
        whole.putArray("commands").addAll(queue);
        session.show(whole, () -> lines(device, queue));
        return 0;
    }

    private static List<String> lines(JsonNode device, List<JsonNode> queue) {
        List<String> lines = new ArrayList<>(new Facts()
                .fact("Device", Cells.text(device, "id"))
                .fact("Status", Cells.text(device, "status"))
                .fact("Type", Cells.text(device, "deviceType"))
                .fact("IMEI", Cells.text(device, "imei"))
                .fact("Tags", Cells.list(device, "tags"))
                .fact("Proven", proven(device))
                .fact("Registered", Cells.yesNo(device, "registered"))
                .fact("Claimed", Cells.instant(device, "claimedAt"))
                .fact("Last seen", Cells.instant(device, "lastSeenAt"))
                .fact("Modem firmware", Cells.text(device, "modemFirmware"))
                .fact("Client version", Cells.text(device, "clientVersion"))
                .lines());
        lines.add("");
        if (queue.isEmpty()) {
            lines.add("No commands.");
        } else {
            lines.addAll(QueueTable.lines(queue));
        }
        lines.add("");
        lines.addAll(NextSteps.of(device, queue));
        return lines;
    }

    private static String proven(JsonNode device) {
        return device.path("proven").asBoolean(false)
                ? "yes"
                : "no: it has not been here with the key that signed the token";
    }
}
