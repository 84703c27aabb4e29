package io.latebind.cli.device;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code latebind bulk}. */
@Command(
        name = "bulk",
        description = {
            "Shows and cancels bulk operations.",
            "",
            "Files of more than 1000 claims are worked through in the background, also when nobody watches."
        },
        footer = {"Example:", "  latebind bulk list"})
public final class BulkCommand {
    private static final String ID = "As `latebind claim --csv` and `latebind bulk list` show it.";

    @Command(
            name = "list",
            description = "Lists bulk operations, the newest first.",
            footer = {"Example:", "  latebind bulk list --limit 5"})
    int list(
            @Mixin Session session,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many at most; 0 for all (default: ${DEFAULT-VALUE}).")
                    int limit) {
        Pages.Items found = Pages.read(
                session.client(), Resource.of("/v1/bulk-ops-requests").with("pageSort", "desc"), limit);
        Table table = new Table("ID", "STATUS", "ROWS", "DONE", "FAILED", "BEGUN");
        found.items()
                .forEach(item -> table.row(
                        Cells.text(item, "bulkOpsRequestId"),
                        Cells.text(item, "status"),
                        item.path("total").asString(""),
                        item.path("done").asString(""),
                        item.path("failed").asString(""),
                        Cells.instant(item, "createdAt")));
        session.show(found.json(), table, "No bulk operations.");
        return 0;
    }

    @Command(
            name = "status",
            description = "Shows how far a bulk operation is.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:it goes on, or every row was carried out",
                "1:it ended and rows failed, or the service refused or could not be reached",
                "2:the words are wrong"
            },
            footer = {"Example:", "  latebind bulk status 01JD2Q0M8X3V7K9Z5T4R6W1Y2N --wait"})
    int status(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(names = "--wait", description = "Show how far it is until it ended.") boolean wait) {
        BulkOperation operation = new BulkOperation(session.client(), id);
        JsonNode now = operation.now();
        JsonNode shown = wait && !BulkOperation.hasEnded(now)
                ? operation.await(session, now.path("total").asLong(0))
                : now;
        session.show(shown, () -> {
            List<String> lines = new ArrayList<>(BulkOperation.lines(shown));
            if (shown.path("failed").asLong(0) > 0) {
                lines.add("`latebind bulk errors " + id + "` tells the reasons.");
            }
            return lines;
        });
        return !BulkOperation.hasEnded(shown) || BulkOperation.isWhole(shown) ? 0 : CommandFailed.FAILED;
    }

    @Command(
            name = "errors",
            description = "Lists the rows of a bulk operation that were not carried out, with the reasons.",
            footer = {"Example:", "  latebind bulk errors 01JD2Q0M8X3V7K9Z5T4R6W1Y2N --limit 0"})
    int errors(
            @Mixin Session session,
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "How many at most; 0 for all (default: ${DEFAULT-VALUE}).")
                    int limit) {
        Pages.Items found = new BulkOperation(session.client(), id).errors(limit);
        Table table = new Table("ROW", "REASON");
        found.items()
                .forEach(
                        item -> table.row(String.valueOf(item.path("row").asLong(0) + 1), Cells.text(item, "message")));
        session.show(found.json(), () -> {
            List<String> lines = new ArrayList<>(table.isEmpty() ? List.of("No row failed.") : table.lines());
            lines.addAll(found.rest("rows"));
            return lines;
        });
        return 0;
    }

    @Command(
            name = "cancel",
            description = "Stops a bulk operation; what it has done stays done.",
            footer = {"Example:", "  latebind bulk cancel 01JD2Q0M8X3V7K9Z5T4R6W1Y2N"})
    int cancel(@Mixin Session session, @Parameters(paramLabel = "ID", description = ID) String id) {
        ServiceClient client = session.client();
        JsonNode answer = client.send(Call.post(Resource.of("/v1/bulk-ops-requests/{}/cancel", id)))
                .body();
        session.show(answer, () -> List.of("Cancelled. `latebind bulk status " + id + "` shows what was done."));
        return 0;
    }
}
