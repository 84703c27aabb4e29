package io.latebind.cli.certificate;

import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
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

/** {@code latebind certificates list}. */
@Command(
        name = "list",
        description = "Lists the certificates that were issued to devices, the newest first.",
        footer = {"Example:", "  latebind certificates list --state active --authority acme --limit 0"})
final class ListCertificates implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Option(names = "--device", paramLabel = "DEVICE", description = "Of this device: its UUID, or how it begins.")
    private @Nullable String device;

    @Option(names = "--authority", paramLabel = "AUTHORITY", description = "Of this authority: its name or id.")
    private @Nullable String authority;

    @Option(names = "--profile", paramLabel = "PROFILE", description = "Of this profile, as it was called then.")
    private @Nullable String profile;

    @Option(names = "--state", paramLabel = "STATE", description = "active, revoked or expired.")
    private @Nullable String state;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many at most; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        ServiceClient client = session.client();
        Resource list = IssuedCertificates.ALL
                .with("pageSort", "desc")
                .with("deviceId", device == null ? null : deviceId(client, device))
                .with("authorityId", authority == null ? null : authorityId(client, authority))
                .with("profile", profile)
                .with("state", state == null ? null : state.toUpperCase(Locale.ROOT));
        Pages.Items found = Pages.read(client, list, limit);
        session.show(found.json(), () -> lines(found));
        return 0;
    }

    /** A whole UUID may be that of a device which was unclaimed: its certificates are still there. */
    private static String deviceId(ServiceClient client, String device) {
        return DeviceNames.resolve(client, device);
    }

    private static String authorityId(ServiceClient client, String authority) {
        return Cells.text(Owned.AUTHORITY.find(client, authority), "id");
    }

    private static List<String> lines(Pages.Items found) {
        if (found.items().isEmpty()) {
            return List.of("No such certificate.");
        }
        Table table = new Table("SERIAL", "STATE", "DEVICE", "AUTHORITY", "PROFILE", "SEC TAG", "ISSUED", "ENDS");
        found.items()
                .forEach(certificate -> table.row(
                        Cells.text(certificate, "serial"),
                        Cells.text(certificate, "state"),
                        Cells.text(certificate, "deviceId"),
                        Cells.text(certificate, "authority"),
                        Cells.text(certificate, "profile"),
                        certificate.path("secTag").asString(""),
                        Cells.instant(certificate, "issuedAt"),
                        Cells.instant(certificate, "notAfter")));
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(found.rest("certificates"));
        return lines;
    }
}
