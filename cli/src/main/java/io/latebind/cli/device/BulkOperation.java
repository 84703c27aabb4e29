package io.latebind.cli.device;

import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Progress;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rows that the service works through in the background. */
record BulkOperation(ServiceClient client, String id) {
    private static final String ONE = "/v1/bulk-ops-requests/{}";
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    JsonNode now() {
        return client.get(Resource.of(ONE, id));
    }

    /** Shows how far it is until it ended. */
    JsonNode await(Session session, long total) {
        try (Progress progress = Progress.of(session, "Rows", total)) {
            while (true) {
                JsonNode now = now();
                progress.at(now.path("done").asLong(0));
                if (hasEnded(now)) {
                    return now;
                }
                client.sleep(BETWEEN_LOOKS);
            }
        }
    }

    /** @param limit how many at most; 0 for all */
    Pages.Items errors(int limit) {
        return Pages.read(client, Resource.of(ONE + "/errors", id), limit);
    }

    static boolean hasEnded(JsonNode operation) {
        String status = Cells.text(operation, "status");
        return status.equals("SUCCEEDED") || status.equals("FAILED");
    }

    /** Whether every row was carried out. */
    static boolean isWhole(JsonNode operation) {
        return Cells.text(operation, "status").equals("SUCCEEDED")
                && operation.path("failed").asLong(0) == 0;
    }

    static List<String> lines(JsonNode operation) {
        boolean cancelled = operation.path("cancelled").asBoolean(false);
        return new Facts()
                .fact("Bulk operation", Cells.text(operation, "bulkOpsRequestId"))
                .fact("Status", Cells.text(operation, "status") + (cancelled ? " (cancelled)" : ""))
                .fact("Rows", operation.path("total").asString(""))
                .fact("Done", operation.path("done").asString(""))
                .fact("Failed", operation.path("failed").asString(""))
                .fact("Begun", Cells.instant(operation, "createdAt"))
                .fact("Ended", Cells.instant(operation, "finishedAt"))
                .fact("By", Cells.text(operation, "createdBy"))
                .fact("Message", Cells.text(operation, "message"))
                .lines();
    }
}
