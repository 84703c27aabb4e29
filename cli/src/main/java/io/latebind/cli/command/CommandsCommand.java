package io.latebind.cli.command;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code latebind commands}. */
@Command(
        name = "commands",
        description = {
            "Adds, shows, resets and skips a device's provisioning commands.",
            "",
            "They say what its modem shall make and hold, in order, at most 20. DEVICE is a device UUID, or at least the first six characters of one. COMMAND is a command's number in the list"
                    + " (1, 2, …), its id, or how the id begins."
        },
        subcommands = {AddCommands.class, ShowCommand.class, ChangeCommand.class},
        footer = {"Example:", "  latebind commands add 50363154 key --sec-tag 42 finished"})
public final class CommandsCommand {
    private static final String DEVICE = "A device UUID, or how it begins.";
    private static final String COMMAND = "Its number in the list, or its id.";

    @Command(
            name = "list",
            description = "Lists the commands of a device in order, with status and result.",
            footer = {"Example:", "  latebind commands list 50363154"})
    int list(@Mixin Session session, @Parameters(paramLabel = "DEVICE", description = DEVICE) String device) {
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, device);
        Queue queue = Queue.of(client, id);
        session.show(
                queue.json(),
                () -> queue.commands().isEmpty()
                        ? List.of(
                                "No commands. `latebind commands add " + id + " key --sec-tag 42 finished` adds some.")
                        : QueueTable.lines(queue.commands()));
        return 0;
    }

    @Command(
            name = "reset",
            description = {
                "Makes commands PENDING again, or the whole queue.",
                "",
                "They are delivered once more, at their place. Without COMMAND it resets the whole queue, and asks first: what rules and the service had added is removed, every"
                        + " other command is PENDING again, and rules give their commands anew."
            },
            footer = {"Examples:", "  latebind commands reset 50363154 3", "  latebind commands reset 50363154 --yes"})
    int reset(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "DEVICE", index = "0", description = DEVICE) String device,
            @Parameters(paramLabel = "COMMAND", index = "1..*", arity = "0..*", description = COMMAND)
                    List<String> commands,
            @Option(
                            names = "--force",
                            description = "The whole queue also when it sends a certificate again behind a new key.")
                    boolean force) {
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, device);
        if (commands != null && !commands.isEmpty()) {
            return onEach(
                    session, client, id, commands, "reset", command -> Call.post(resource(id, command, "/reset")));
        }
        confirmation.demand("Reset the whole queue of " + id + "?");
        Resource whole = Resource.of("/v1/claimed-devices/{}/provisioning/reset", id);
        client.send(Call.post(force ? whole.with("force", true) : whole));
        session.show(Each.done(id), () -> List.of("reset  " + id + "  (whole queue)"));
        return 0;
    }

    @Command(
            name = "skip",
            description = "Lets the device go on without commands that are not carried out or failed.",
            footer = {"Example:", "  latebind commands skip 50363154 3"})
    int skip(
            @Mixin Session session,
            @Parameters(paramLabel = "DEVICE", index = "0", description = DEVICE) String device,
            @Parameters(paramLabel = "COMMAND", index = "1..*", arity = "1..*", description = COMMAND)
                    List<String> commands) {
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, device);
        return onEach(session, client, id, commands, "skipped", command -> Call.post(resource(id, command, "/skip")));
    }

    @Command(
            name = "delete",
            description = "Takes commands out of the queue; one that is IN_PROGRESS must be skipped first.",
            footer = {"Example:", "  latebind commands delete 50363154 3 4"})
    int delete(
            @Mixin Session session,
            @Parameters(paramLabel = "DEVICE", index = "0", description = DEVICE) String device,
            @Parameters(paramLabel = "COMMAND", index = "1..*", arity = "1..*", description = COMMAND)
                    List<String> commands) {
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, device);
        return onEach(session, client, id, commands, "deleted", command -> Call.delete(resource(id, command, "")));
    }

    @Command(
            name = "discard",
            description = "Removes every command that is PENDING, IN_PROGRESS or FAILED. Asks first.",
            footer = {"Example:", "  latebind commands discard 50363154"})
    int discard(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "DEVICE", description = DEVICE) String device) {
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, device);
        confirmation.demand("Remove what " + id + " has not carried out?");
        client.send(Call.post(Resource.of("/v1/claimed-devices/{}/provisioning/discard", id)));
        session.show(Each.done(id), () -> List.of("discarded  " + id));
        return 0;
    }

    private static Resource resource(String device, String command, String action) {
        return Resource.of("/v1/claimed-devices/{}/provisioning/{}" + action, device, command);
    }

    private interface CallOnCommand {
        Call on(String id);
    }

    /** All are looked up before the first is touched: numbers move when commands are deleted. */
    private static int onEach(
            Session session, ServiceClient client, String device, List<String> names, String done, CallOnCommand call) {
        Queue queue = Queue.of(client, device);
        List<String> ids = names.stream()
                .map(name -> Cells.text(queue.find(name), "id"))
                .distinct()
                .toList();
        return Each.of(session, ids, done, id -> client.send(call.on(id)));
    }
}
