package io.latebind.cli.identity;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind identities verify}. */
@Command(
        name = "verify",
        description = {
            "Decodes tokens and checks their signatures.",
            "",
            "Takes what devices printed (AT%%ATTESTTOKEN, AT%%KEYGEN); claims nothing.",
            "verified: signed by the device. unproven: well formed, but the key is not known yet. refused: signed by another key, or"
                    + " damaged."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:none was refused",
            "1:some were refused; or the service refused or could not be reached",
            "2:the words or the file cannot be used"
        },
        footer = {"Example:", "  latebind identities verify --file tokens.txt"})
final class VerifyTokens implements Callable<Integer> {
    /** The service takes so many in a call. */
    private static final int IN_A_CALL = 100;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "TOKEN", arity = "0..*", description = "Tokens.")
    private @Nullable List<String> given;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A file with tokens, one a line; - reads the standard input.")
    private @Nullable String file;

    @Override
    public Integer call() {
        List<String> tokens = new ArrayList<>(given == null ? List.of() : given);
        if (file != null) {
            InputFile.text(file, session.surroundings())
                    .lines()
                    .map(line -> line.strip().replace("\"", ""))
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(tokens::add);
        }
        if (tokens.isEmpty()) {
            throw session.wrong("Give TOKENs, or --file FILE with one a line");
        }
        ArrayNode results = results(session.client(), tokens);
        Table table = new Table("#", "RESULT", "KIND", "DEVICE", "TYPE", "SEC TAG", "MESSAGE");
        int place = 0;
        boolean refused = false;
        for (JsonNode result : results) {
            place++;
            refused |= Cells.text(result, "result").equals("refused");
            table.row(
                    String.valueOf(place),
                    Cells.text(result, "result"),
                    Cells.text(result, "kind"),
                    Cells.text(result, "deviceId"),
                    Cells.text(result, "deviceType"),
                    result.path("secTag").asString(""),
                    Cells.text(result, "message"));
        }
        session.show(results, table, "Nothing was answered.");
        return refused ? CommandFailed.FAILED : 0;
    }

    private static ArrayNode results(ServiceClient client, List<String> tokens) {
        ArrayNode results = JsonMapper.shared().createArrayNode();
        for (int from = 0; from < tokens.size(); from += IN_A_CALL) {
            ObjectNode body = JsonMapper.shared().createObjectNode();
            tokens.subList(from, Math.min(tokens.size(), from + IN_A_CALL)).forEach(body.putArray("tokens")::add);
            client.send(Call.post(Resource.of("/v1/identities/verify"), body))
                    .body()
                    .path("items")
                    .forEach(results::add);
        }
        return results;
    }
}
