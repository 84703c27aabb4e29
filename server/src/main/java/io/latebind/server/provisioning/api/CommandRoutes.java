package io.latebind.server.provisioning.api;

import static io.latebind.server.kernel.Permission.CHANGE_COMMANDS;
import static io.latebind.server.kernel.Permission.READ_COMMANDS;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.provisioning.ChangeQueue;
import io.latebind.server.provisioning.QueuedCommand;
import io.latebind.server.provisioning.ReadQueue;
import java.util.List;
import java.util.Optional;

/** The REST calls on a device's provisioning commands (specification 7). */
public final class CommandRoutes {
    private static final String QUEUE = "/v1/claimed-devices/{uuid}/provisioning";
    private static final String COMMAND = QUEUE + "/{cmdId}";

    private final ReadQueue reading;
    private final ChangeQueue changing;

    public CommandRoutes(ReadQueue reading, ChangeQueue changing) {
        this.reading = reading;
        this.changing = changing;
    }

    public List<ApiRoute> routes() {
        return List.of(
                onQueue(HttpMethod.GET, QUEUE, READ_COMMANDS, this::list),
                onQueue(HttpMethod.POST, QUEUE, CHANGE_COMMANDS, this::add),
                onQueue(HttpMethod.POST, QUEUE + "/reset", CHANGE_COMMANDS, this::resetAll),
                onQueue(
                        HttpMethod.POST,
                        QUEUE + "/discard",
                        CHANGE_COMMANDS,
                        (_, caller, device) -> changing.discard(caller, device).map(_ -> HttpAnswer.empty(204))),
                onCommand(
                        HttpMethod.GET,
                        COMMAND,
                        READ_COMMANDS,
                        (_, caller, device, command) ->
                                reading.find(caller, device, command).map(CommandRoutes::shown)),
                onCommand(
                        HttpMethod.PATCH,
                        COMMAND,
                        CHANGE_COMMANDS,
                        (call, caller, device, command) -> CommandBody.readChange(call)
                                .then(change -> changing.change(caller, device, command, change))
                                .map(CommandRoutes::shown)),
                onCommand(
                        HttpMethod.DELETE,
                        COMMAND,
                        CHANGE_COMMANDS,
                        (_, caller, device, command) ->
                                changing.delete(caller, device, command).map(_ -> HttpAnswer.empty(204))),
                onCommand(
                        HttpMethod.POST,
                        COMMAND + "/reset",
                        CHANGE_COMMANDS,
                        (_, caller, device, command) ->
                                changing.reset(caller, device, command).map(CommandRoutes::shown)),
                onCommand(
                        HttpMethod.POST,
                        COMMAND + "/skip",
                        CHANGE_COMMANDS,
                        (_, caller, device, command) ->
                                changing.skip(caller, device, command).map(CommandRoutes::shown)));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller, DeviceUuid device) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return query.accept(() -> page)
                .then(_ -> reading.list(caller, device))
                .then(commands -> CommandPages.cut(commands, page))
                .map(part -> JsonAnswer.page(new Page<>(
                        part.items().stream().map(CommandView::of).toList(), part.total(), part.nextPageToken())));
    }

    private Outcome<HttpAnswer> add(HttpCall call, Principal caller, DeviceUuid device) {
        return CommandBody.read(call)
                .then(command -> changing.add(caller, device, command))
                .map(added -> JsonAnswer.of(201, CommandView.of(added)));
    }

    private Outcome<HttpAnswer> resetAll(HttpCall call, Principal caller, DeviceUuid device) {
        QueryParameters query = new QueryParameters(call);
        boolean force = query.flag("force");
        return query.accept(() -> force)
                .then(_ -> changing.resetAll(caller, device, force))
                .map(_ -> HttpAnswer.empty(202));
    }

    private static HttpAnswer shown(QueuedCommand command) {
        return JsonAnswer.of(200, CommandView.of(command));
    }

    private interface OnQueue {
        Outcome<HttpAnswer> handle(HttpCall call, Principal caller, DeviceUuid device);
    }

    private interface OnCommand {
        Outcome<HttpAnswer> handle(HttpCall call, Principal caller, DeviceUuid device, CommandId command);
    }

    private static ApiRoute onQueue(HttpMethod method, String template, Permission permission, OnQueue handler) {
        return new ApiRoute(method, template, permission, (call, caller) -> {
            Optional<DeviceUuid> device = DeviceUuid.parse(call.pathParameter("uuid"));
            return device.isPresent()
                    ? handler.handle(call, caller, device.get())
                    : Outcome.refused(DeviceAbsent.noUuid(call.pathParameter("uuid")));
        });
    }

    private static ApiRoute onCommand(HttpMethod method, String template, Permission permission, OnCommand handler) {
        return onQueue(method, template, permission, (call, caller, device) -> {
            String text = call.pathParameter("cmdId");
            Optional<CommandId> command = CommandId.parse(text);
            return command.isPresent()
                    ? handler.handle(call, caller, device, command.get())
                    : Outcome.refused(
                            RefusalCode.NOT_FOUND,
                            "\"" + text + "\" is not the id of a provisioning command, which is a UUID");
        });
    }
}
