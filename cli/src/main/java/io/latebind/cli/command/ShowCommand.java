package io.latebind.cli.command;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code latebind commands show}. */
@Command(
        name = "show",
        description = "Shows a command, and what the device answered.",
        footer = {
            "Examples:",
            "  latebind commands show 50363154 1",
            "  latebind commands show 50363154 1 --pem > device.csr"
        })
final class ShowCommand implements Callable<Integer> {
    private static final int PEM_LINE = 64;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(index = "0", paramLabel = "DEVICE", description = "A device UUID, or how it begins.")
    private String device = "";

    @Parameters(index = "1", paramLabel = "COMMAND", description = "Its number in the list, or its id.")
    private String name = "";

    @Option(names = "--message", description = "Print the token that the device answered, and nothing else.")
    private boolean messageAlone;

    @Option(
            names = "--pem",
            description =
                    "Print the certificate request or public key in the device's answer in PEM, and nothing else.")
    private boolean pemAlone;

    @Override
    public Integer call() {
        ServiceClient client = session.client();
        JsonNode command = Queue.of(client, DeviceNames.resolve(client, device)).find(name);
        if (messageAlone || pemAlone) {
            String token = ResultText.message(command)
                    .orElseThrow(() -> CommandFailed.failed("The device has not answered a token: the command is "
                            + Cells.text(command, "status") + "."));
            session.out().println(pemAlone ? pem(token) : token);
            session.out().flush();
        } else {
            session.show(command, () -> lines(command));
        }
        return 0;
    }

    private static List<String> lines(JsonNode command) {
        JsonNode request = command.path("request");
        List<String> lines = new ArrayList<>(new Facts()
                .fact("Command", Cells.text(command, "id"))
                .fact("Description", Cells.text(command, "description"))
                .fact("Request", RequestText.of(request))
                .fact("Status", Cells.text(command, "status"))
                .fact("Result", ResultText.of(command))
                .fact("Attempts", command.path("attempts").asString(""))
                .fact("Made", Cells.instant(command, "createdAt"))
                .fact("Made by", Cells.text(command, "createdBy"))
                .fact("Changed", Cells.instant(command, "updatedAt"))
                .lines());
        command.path("warnings").forEach(warning -> lines.add("Warning: " + warning.asString("")));
        String content = Cells.text(request.path(RequestText.type(request)), "content");
        if (!content.isEmpty()) {
            lines.add("");
            lines.addAll(content.lines().toList());
        }
        ResultText.message(command).ifPresent(token -> {
            lines.add("");
            lines.add(token);
        });
        return lines;
    }

    private static String pem(String token) {
        return switch (KeygenToken.parse(token)) {
            case Parsed.Valid<KeygenToken>(KeygenToken keygen) -> pem(keygen);
            case Parsed.Invalid<KeygenToken>(String reason) ->
                throw CommandFailed.failed(
                        "The device's answer is no token of a key: " + reason + ".", "--message prints it as it is.");
        };
    }

    private static String pem(KeygenToken token) {
        String label = switch (token.kind()) {
            case CERTIFICATE_REQUEST -> "CERTIFICATE REQUEST";
            case PUBLIC_KEY -> "PUBLIC KEY";
        };
        String body = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(token.body());
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----";
    }
}
