package io.latebind.cli.command;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.ServiceRefused;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Adds one command of some kind to each device that stands before it on the command line. */
final class Adding {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Option(names = "--description", paramLabel = "TEXT", description = "Words for people, shown beside the command.")
    private @Nullable String description;

    Session session() {
        return session;
    }

    /** @return the exit code */
    int add(String type, ObjectNode parameters) {
        return add(type, _ -> parameters);
    }

    /**
     * The exit code.
     *
     * @param parameters by device UUID
     */
    int add(String type, Function<String, ObjectNode> parameters) {
        return addAll(device -> List.of(body(type, parameters.apply(device))));
    }

    private ObjectNode body(String type, ObjectNode parameters) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        if (description != null) {
            body.put("description", description);
        }
        body.putObject("request").set(type, parameters);
        return body;
    }

    /** @param bodies as {@code POST …/provisioning} takes them */
    int addAll(List<ObjectNode> bodies) {
        return addAll(_ -> bodies);
    }

    private int addAll(Function<String, List<ObjectNode>> bodies) {
        ServiceClient client = session.client();
        AddCommands group = (AddCommands) command.parent().userObject();
        int exitCode = 0;
        for (String device : group.targets(client)) {
            try {
                for (ObjectNode body : bodies.apply(device)) {
                    JsonNode made =
                            client.send(Call.post(Queue.resource(device), body)).body();
                    tell(device, made);
                }
            } catch (ServiceRefused refused) {
                exitCode = CommandFailed.FAILED;
                group.leaveOut(device);
                session.aside(device + ": " + refused.getMessage());
                refused.lines().forEach(session::aside);
            }
        }
        return exitCode;
    }

    private void tell(String device, JsonNode made) {
        if (session.json()) {
            session.jsonLine(made);
        }
        session.say("added  " + device + "  " + Cells.text(made, "id") + "  " + RequestText.of(made.path("request")));
        for (JsonNode warning : made.path("warnings")) {
            session.say("  Warning: " + warning.asString(""));
        }
    }

    String text(String file) {
        return InputFile.text(file, session.surroundings());
    }

    String secret(String file) {
        return InputFile.secret(file, session.surroundings());
    }
}
