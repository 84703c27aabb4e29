package io.latebind.cli.audit;

import io.latebind.cli.client.Pages;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code latebind audit list}. */
@Command(
        name = "list",
        description = "Lists the newest events, the newest last.",
        footer = {"Example:", "  latebind audit list --action device.unclaimed --since 2026-11-01T00:00:00Z"})
final class ListAudit implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private AuditFilter filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The newest N; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        ServiceClient client = session.client();
        Pages.Items newest = Pages.read(client, filter.events(client).with("pageSort", "desc"), limit);
        Pages.Items found = new Pages.Items(newest.items().reversed(), newest.total());
        Table table = new Table("#", "AT", "ACTION", "SUBJECT", "MEMBER", "ROLE", "FROM");
        found.items()
                .forEach(event -> table.row(
                        event.path("sequence").asString(""),
                        Cells.instant(event, "at"),
                        Cells.text(event, "action"),
                        Cells.text(event, "subject"),
                        Cells.text(event.path("by"), "memberId"),
                        Cells.text(event.path("by"), "role"),
                        Cells.text(event.path("from"), "address")));
        session.show(found.json(), () -> {
            List<String> lines = new ArrayList<>(table.isEmpty() ? List.of("No such events.") : table.lines());
            lines.addAll(found.rest("events"));
            return lines;
        });
        return 0;
    }
}
