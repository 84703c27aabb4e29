package io.latebind.cli.device;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind claim}. */
@Command(
        name = "claim",
        description = {
            "Claims devices with their attestation tokens.",
            "",
            "A token is what AT%%ATTESTTOKEN prints: two words with a dot between. A claimed device gets the commands that you add for it, and those of the rules that are bound to its tags."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every device was claimed, or with --dry-run could be",
            "1:some were not; each is named with the reason",
            "2:the words or the file cannot be used; nothing was sent"
        },
        footer = {
            "Examples:",
            "  latebind claim 2dn3hQFQ….0oRDoQ… --tags pilot,oslo",
            "  latebind claim --file tokens.txt --tags pilot",
            "  latebind claim --csv devices.csv --dry-run"
        })
public final class ClaimCommand implements Callable<Integer> {
    private static final Resource CLAIMS = Resource.of("/v1/claimed-devices");

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(
            paramLabel = "TOKEN",
            arity = "0..1",
            description = "The token of one device; - reads tokens from the standard input.")
    private @Nullable String token;

    @Option(names = "--file", paramLabel = "FILE", description = "A file with tokens, one a line.")
    private @Nullable String file;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = {
                "A file with rows \"token\",\"tag1,tag2\", up to 100000; no row with headings. Above 1000 rows the service works"
                        + " through them in the background while this program shows how far it is."
            })
    private @Nullable String csv;

    @Option(names = "--tags", paramLabel = "TAGS", description = "Tags for all of them, with commas between.")
    private String tags = "";

    @Option(names = "--dry-run", description = "Only tell what would be claimed.")
    private boolean dryRun;

    @Override
    public Integer call() {
        List<ClaimRow> rows = rows();
        ServiceClient client = session.client();
        return rows.size() == 1 ? one(client, rows.getFirst()) : new ClaimRows(session, client, dryRun).claim(rows);
    }

    private List<ClaimRow> rows() {
        if (Stream.of(token, file, csv).filter(given -> given != null).count() != 1) {
            throw session.wrong("Give one of TOKEN, --file FILE and --csv FILE");
        }
        String source = token != null ? token.equals("-") ? "-" : null : file != null ? file : csv;
        String text = source == null ? String.valueOf(token) : InputFile.text(source, session.surroundings());
        List<ClaimRow> rows = ClaimRow.read(text, TagList.split(tags));
        if (rows.isEmpty()) {
            throw session.wrong("There is no token in " + (source == null ? "''" : source));
        }
        return rows;
    }

    private int one(ServiceClient client, ClaimRow row) {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("claimToken", row.token());
        if (!row.tags().isEmpty()) {
            row.tags().forEach(body.putArray("tags")::add);
        }
        JsonNode device = client.send(Call.post(dryRun ? CLAIMS.with("dryrun", true) : CLAIMS, body))
                .body();
        session.show(device, () -> lines(device));
        return 0;
    }

    private List<String> lines(JsonNode device) {
        String id = Cells.text(device, "id");
        List<String> lines = new ArrayList<>();
        lines.add((dryRun ? "Could be claimed: " : "Claimed ") + id + " (" + Cells.text(device, "deviceType") + ")"
                + (device.path("tags").isEmpty() ? "" : ", tags " + Cells.list(device, "tags")));
        if (device.has("message")) {
            lines.add(Cells.text(device, "message"));
        }
        if (!dryRun) {
            lines.add("Next: `latebind commands add " + id
                    + " key --sec-tag 42 finished` says what it shall hold (rules of its tags do"
                    + " so by themselves), `latebind watch " + id + "` waits until it is provisioned.");
        }
        return lines;
    }
}
