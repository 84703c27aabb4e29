package io.latebind.cli.identity;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Counted;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code latebind identities import}. */
@Command(
        name = "import",
        description = {
            "Imports devices and their public keys.",
            "",
            "The file is CSV with uuid,publicKey,imei,deviceType (the last two may be missing; a row with these headings may come first),"
                    + " or JSON with {\"identities\":[…]}. A row that is wrong keeps no other one from being imported."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every row was imported or is there already",
            "1:some were not, and are named; or the service refused or could not be reached",
            "2:the words or the file cannot be used"
        },
        footer = {
            "Examples:",
            "  latebind identities import production.csv --dry-run",
            "  latebind identities import production.csv"
        })
final class ImportIdentities implements Callable<Integer> {
    private static final Resource IDENTITIES = Resource.of("/v1/identities");

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "FILE", description = "The file; - reads the standard input.")
    private String file = "";

    @Option(names = "--dry-run", description = "Only tell what would be imported.")
    private boolean dryRun;

    @Override
    public Integer call() {
        String text = InputFile.text(file, session.surroundings());
        if (text.isBlank()) {
            throw session.wrong("There is nothing in " + file);
        }
        Resource resource = dryRun ? IDENTITIES.with("dryrun", true) : IDENTITIES;
        Call call = text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")
                ? Call.post(resource, json(text))
                : Call.postCsv(resource, text);
        JsonNode report = session.client().send(call).body();
        session.show(report, () -> lines(report));
        return report.path("failed").isEmpty() ? 0 : CommandFailed.FAILED;
    }

    /** A bare array is what many a production line writes. */
    private JsonNode json(String text) {
        try {
            JsonNode read = JsonMapper.shared().readTree(text);
            return read.isArray() ? JsonMapper.shared().createObjectNode().set("identities", read) : read;
        } catch (JacksonException noJson) {
            throw session.wrong("What is in " + file + " is no JSON (line "
                    + noJson.getLocation().getLineNr() + ")");
        }
    }

    private List<String> lines(JsonNode report) {
        List<String> lines = new ArrayList<>();
        lines.add((dryRun ? "Would be imported: " : "Imported: ")
                + report.path("imported").asString("0") + " new, "
                + report.path("changed").asString("0") + " changed, "
                + report.path("unchanged").asString("0")
                + " unchanged.");
        if (!report.path("contradictions").isEmpty()) {
            lines.add(Counted.of(report.path("contradicted").asLong(0), "device")
                    + " came with another key before, blocked now, their pins ended:");
            report.path("contradictions").forEach(uuid -> lines.add("  " + uuid.asString("")));
        }
        if (!report.path("failed").isEmpty()) {
            Table table = new Table("ROW", "REASON");
            report.path("failed")
                    .forEach(row ->
                            table.row(String.valueOf(row.path("row").asLong(0) + 1), Cells.text(row, "message")));
            lines.add("Not imported: " + Counted.of(report.path("failedRows").asLong(0), "row")
                    + ", counted from 1 without the headings.");
            lines.addAll(table.lines());
        }
        return lines;
    }
}
