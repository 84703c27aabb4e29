package io.latebind.cli.audit;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Counted;
import io.latebind.contract.audit.AuditChain.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind audit verify}. */
@Command(
        name = "verify",
        description = {
            "Checks the audit trail, and names the first broken link.",
            "",
            "That no event was altered, added, taken out or moved; from the service, or from an export, for which neither service nor key"
                    + " is needed. That nothing was cut off at the end, or all of it written anew, only shows against a place that you kept elsewhere: keep"
                    + " what it prints, and give it with --expect the next time."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the trail is whole",
            "1:it is not, and the first broken link is named; or the service refused or could not be reached",
            "2:the words or the file cannot be used"
        },
        footer = {"Example:", "  latebind audit verify --file audit-2026.ndjson"})
final class VerifyAudit implements Callable<Integer> {
    static final String NDJSON = "application/x-ndjson";
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "An export made without a filter (default: the service's trail).")
    private @Nullable Path file;

    @Option(
            names = "--expect",
            paramLabel = "NUMBER:HASH",
            description = "An event that must be there with this hash, as an earlier run printed it.")
    private @Nullable String expected;

    @Override
    public Integer call() {
        Optional<Place> known = Optional.ofNullable(expected).map(this::place);
        ChainCheck check = file == null
                ? session.client()
                        .read(
                                Call.get(Resource.of("/v1/audit-events")).withHeader("Accept", NDJSON),
                                body -> check(body, known))
                : ofFile(session.surroundings().directory().resolve(file), known);
        ObjectNode json = JsonMapper.shared()
                .createObjectNode()
                .put("whole", check.broken().isEmpty())
                .put("events", check.end().sequence())
                .put("hash", check.end().hash());
        check.broken().ifPresent(reason -> json.put("broken", reason));
        session.show(
                json,
                () -> check.broken()
                        .map(reason -> List.of(
                                "BROKEN: " + reason + ".",
                                "Whole before it: " + Counted.of(check.end().sequence(), "event") + "."))
                        .orElseGet(() -> List.of(
                                "Whole: " + Counted.of(check.end().sequence(), "event") + ".",
                                "Keep for the next time: --expect "
                                        + check.end().sequence() + ":"
                                        + check.end().hash())));
        return check.broken().isEmpty() ? 0 : CommandFailed.FAILED;
    }

    private Place place(String text) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            throw session.wrong("'" + text + "' is not NUMBER:HASH, as `latebind audit verify` prints it");
        }
        return new Place(Long.parseLong(place.group(1)), place.group(2));
    }

    private static ChainCheck ofFile(Path file, Optional<Place> known) {
        try (InputStream body = Files.newInputStream(file)) {
            return check(body, known);
        } catch (IOException | UncheckedIOException unreadable) {
            throw CommandFailed.wrongWords("The file " + file + " cannot be read.");
        }
    }

    private static ChainCheck check(InputStream body, Optional<Place> known) {
        return ChainCheck.of(
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
                        .lines()
                        .iterator(),
                known);
    }
}
