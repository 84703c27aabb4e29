package io.latebind.cli.device;

import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code latebind devices list}. */
@Command(
        name = "list",
        description = "Lists claimed devices in the order in which they were claimed.",
        footer = {"Example:", "  latebind devices list --tag pilot --status provisioned --limit 0"})
final class ListDevices implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "ready, provisioning, awaiting, provisioned, error or blocked.")
    private @Nullable String status;

    @Option(names = "--tag", paramLabel = "TAG", description = "Devices that bear this tag.")
    private @Nullable String tag;

    @Option(names = "--type", paramLabel = "TYPE", description = "Device type, like nrf9151_LACA.")
    private @Nullable String type;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many at most; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        Resource devices = Resource.of("/v1/claimed-devices")
                .with("status", status == null ? null : status.toUpperCase(Locale.ROOT))
                .with("tag", tag)
                .with("deviceType", type);
        Pages.Items found = Pages.read(session.client(), devices, limit);
        session.show(found.json(), () -> lines(found));
        return 0;
    }

    private List<String> lines(Pages.Items found) {
        if (found.items().isEmpty()) {
            boolean filtered = status != null || tag != null || type != null;
            return List.of(filtered ? "No such device." : "No claimed devices. `latebind claim TOKEN` claims one.");
        }
        Table table = new Table("DEVICE", "STATUS", "TYPE", "TAGS", "PROVEN", "CLAIMED", "LAST SEEN");
        found.items()
                .forEach(device -> table.row(
                        Cells.text(device, "id"),
                        Cells.text(device, "status"),
                        Cells.text(device, "deviceType"),
                        Cells.list(device, "tags"),
                        Cells.yesNo(device, "proven"),
                        Cells.instant(device, "claimedAt"),
                        Cells.instant(device, "lastSeenAt")));
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(found.rest("devices"));
        return lines;
    }
}
