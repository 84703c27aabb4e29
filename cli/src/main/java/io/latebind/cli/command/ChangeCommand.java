package io.latebind.cli.command;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind commands change}. */
@Command(
        name = "change",
        description = {
            "Changes a command that is PENDING, FAILED or SKIPPED.",
            "",
            "It keeps its place and status, so a FAILED one must still be reset. Of a SUCCEEDED command only the secret can be put back, which was erased when it succeeded: it can be reset again then."
        },
        footer = {
            "Examples:",
            "  latebind commands change 50363154 3 --file new-ca.pem",
            "  latebind commands change 50363154 4 --secret-file psk.hex"
        })
final class ChangeCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(index = "0", paramLabel = "DEVICE", description = "A device UUID, or how it begins.")
    private String device = "";

    @Parameters(index = "1", paramLabel = "COMMAND", description = "Its number in the list, or its id.")
    private String name = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "New words for people.")
    private @Nullable String description;

    @Option(
            names = "--request",
            paramLabel = "FILE",
            description = "The whole new request in JSON; - reads the standard input.")
    private @Nullable String requestFile;

    @Option(names = "--sec-tag", paramLabel = "N", description = "Another security tag.")
    private @Nullable Long secTag;

    @Option(names = "--file", paramLabel = "FILE", description = "Another certificate or key in PEM.")
    private @Nullable String file;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose one line opens the private key.")
    private @Nullable String passwordFile;

    @Option(names = "--identity", paramLabel = "TEXT", description = "Another identity of the pre-shared key.")
    private @Nullable String identity;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file whose one line is the pre-shared key in hex digits.")
    private @Nullable String secretFile;

    @Override
    public Integer call() {
        ObjectNode changes = changes();
        if (requestFile != null && !changes.isEmpty()) {
            throw session.wrong("--request is the whole new request: leave the other options out");
        }
        if (requestFile == null && changes.isEmpty() && description == null) {
            throw session.wrong("What is to change? --description, --request or one of the others");
        }
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, device);
        JsonNode before = Queue.of(client, id).find(name);
        ObjectNode body = JsonMapper.shared().createObjectNode();
        if (description != null) {
            body.put("description", description);
        }
        if (requestFile != null) {
            body.set("request", RequestFile.request(InputFile.text(requestFile, session.surroundings()), requestFile));
        } else if (!changes.isEmpty()) {
            body.set("request", changed(before.path("request"), changes));
        }
        JsonNode after = client.send(Call.patch(Queue.resource(id, Cells.text(before, "id")), body))
                .body();
        session.show(
                after,
                () -> List.of("changed  " + id + "  " + Cells.text(after, "id") + "  "
                        + RequestText.of(after.path("request")) + "  " + Cells.text(after, "status")));
        return 0;
    }

    private ObjectNode changes() {
        ObjectNode changes = JsonMapper.shared().createObjectNode();
        if (secTag != null) {
            changes.put("secTag", secTag);
        }
        if (identity != null) {
            changes.put("identity", identity);
        }
        if (file != null) {
            changes.put("content", InputFile.text(file, session.surroundings()));
        }
        if (passwordFile != null) {
            changes.put("password", InputFile.secret(passwordFile, session.surroundings()));
        }
        if (secretFile != null) {
            changes.put("secret", InputFile.secret(secretFile, session.surroundings()));
        }
        return changes;
    }

    /** Secrets that are not named stay as they are: the service keeps what a change leaves out. */
    private static ObjectNode changed(JsonNode request, ObjectNode changes) {
        ObjectNode changed = request.deepCopy().asObject();
        String type = RequestText.type(request);
        if (!(changed.get(type) instanceof ObjectNode parameters)) {
            throw CommandFailed.failed("The command has no request that could be changed.");
        }
        parameters.setAll(changes);
        return changed;
    }
}
