package io.latebind.cli.device;

import io.latebind.cli.client.Answer;
import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Progress;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Claims many devices, and tells at the end which were not claimed and why. */
final class ClaimRows {
    /** More go through the background (specification 7). */
    private static final int AT_ONCE = 1000;
    /** Small enough that the progress moves. */
    private static final int IN_A_CALL = 200;

    private static final int SHOWN = 20;

    private final Session session;
    private final ServiceClient client;
    private final boolean dryRun;

    ClaimRows(Session session, ServiceClient client, boolean dryRun) {
        this.session = session;
        this.client = client;
        this.dryRun = dryRun;
    }

    /** @return the exit code */
    int claim(List<ClaimRow> rows) {
        return rows.size() <= AT_ONCE ? atOnce(rows) : inBackground(rows);
    }

    private Resource resource(String path) {
        return dryRun ? Resource.of(path).with("dryrun", true) : Resource.of(path);
    }

    private int atOnce(List<ClaimRow> rows) {
        List<String> claimed = new ArrayList<>();
        List<FailedRow> failed = new ArrayList<>();
        Set<String> messages = new LinkedHashSet<>();
        try (Progress progress = Progress.of(session, "Claiming", rows.size())) {
            for (int from = 0; from < rows.size(); from += IN_A_CALL) {
                List<ClaimRow> part = rows.subList(from, Math.min(rows.size(), from + IN_A_CALL));
                JsonNode answer = send(part);
                answer.path(dryRun ? "claimable" : "claimedIds").forEach(id -> claimed.add(id.asString("")));
                answer.path("failed").forEach(row -> failed.add(FailedRow.of(row, part)));
                messages.add(Cells.text(answer, "message"));
                progress.at(from + part.size());
            }
        }
        messages.remove("");
        session.show(json(claimed, failed), () -> {
            List<String> lines = new ArrayList<>(lines(claimed, failed));
            lines.addAll(messages);
            lines.addAll(next(claimed));
            return lines;
        });
        return failed.isEmpty() ? 0 : CommandFailed.FAILED;
    }

    /** When none of the rows can be claimed the answer is 400, and of the same shape. */
    private JsonNode send(List<ClaimRow> part) {
        Call call = Call.postCsv(resource("/v1/claimed-devices"), ClaimRow.csv(part));
        Answer answer = client.send(call, 400);
        if (answer.status() == 400 && !answer.body().has("failed")) {
            throw client.refusal(call, answer);
        }
        return answer.body();
    }

    private ObjectNode json(List<String> claimed, List<FailedRow> failed) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        claimed.forEach(json.putArray(dryRun ? "claimable" : "claimedIds")::add);
        ArrayNode rows = json.putArray("failed");
        failed.forEach(row -> rows.add(row.json()));
        return json;
    }

    private List<String> lines(List<String> claimed, List<FailedRow> failed) {
        List<String> lines = new ArrayList<>();
        lines.add((dryRun ? "Could be claimed: " : "Claimed: ") + claimed.size() + " of "
                + (claimed.size() + failed.size()) + " devices.");
        claimed.stream().limit(SHOWN).forEach(id -> lines.add("  " + id));
        if (claimed.size() > SHOWN) {
            lines.add("  … and " + (claimed.size() - SHOWN) + " more: `latebind devices list --limit 0`");
        }
        lines.addAll(FailedRow.lines(failed));
        return lines;
    }

    private List<String> next(List<String> claimed) {
        return dryRun || claimed.isEmpty()
                ? List.of()
                : List.of(
                        "Next: `latebind commands add --tag TAG key --sec-tag 42 finished` says what all devices with a tag shall"
                                + " hold (rules of their tags do so by themselves); `latebind devices list` shows how far they are.");
    }

    private int inBackground(List<ClaimRow> rows) {
        JsonNode started = client.send(Call.postCsv(resource("/v1/claimed-devices/bulk"), ClaimRow.csv(rows)))
                .body();
        BulkOperation operation = new BulkOperation(client, Cells.text(started, "bulkOpsRequestId"));
        session.aside("The service works through " + rows.size() + " rows as bulk operation " + operation.id()
                + ", also when this program ends: `latebind bulk status " + operation.id() + "`");
        JsonNode end = operation.await(session, rows.size());
        List<FailedRow> failed = new ArrayList<>();
        if (end.path("failed").asLong(0) > 0) {
            operation.errors(0).items().forEach(row -> failed.add(FailedRow.of(row, rows)));
        }
        ObjectNode whole = end.deepCopy().asObject();
        failed.forEach(row -> whole.withArray("errors").add(row.json()));
        session.show(whole, () -> {
            List<String> lines = new ArrayList<>(BulkOperation.lines(end));
            lines.addAll(FailedRow.lines(failed));
            return lines;
        });
        return BulkOperation.isWhole(end) ? 0 : CommandFailed.FAILED;
    }
}
