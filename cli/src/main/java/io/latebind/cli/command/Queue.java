package io.latebind.cli.command;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.table.Cells;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * A device's provisioning configuration as it is just now.
 *
 * @param commands in order
 */
public record Queue(String device, List<JsonNode> commands) {
    public static Resource resource(String device) {
        return Resource.of("/v1/claimed-devices/{}/provisioning", device);
    }

    static Resource resource(String device, String command) {
        return Resource.of("/v1/claimed-devices/{}/provisioning/{}", device, command);
    }

    public static Queue of(ServiceClient client, String device) {
        return new Queue(device, Pages.read(client, resource(device), 0).items());
    }

    ArrayNode json() {
        return JsonMapper.shared().createArrayNode().addAll(commands);
    }

    /**
     * The command that the user means: by its number in the list, by its id, or by how the id begins.
     *
     * @throws CommandFailed when it is none or several
     */
    JsonNode find(String text) {
        if (text.matches("[0-9]{1,3}")) {
            int place = Integer.parseInt(text);
            if (place < 1 || place > commands.size()) {
                throw absent("The queue of " + device + " has " + commands.size() + " commands, and no number " + place
                        + ".");
            }
            return commands.get(place - 1);
        }
        List<JsonNode> found = commands.stream()
                .filter(command -> Cells.text(command, "id").startsWith(text.toLowerCase(Locale.ROOT)))
                .toList();
        if (found.size() != 1) {
            throw absent(
                    found.isEmpty()
                            ? "The queue of " + device + " has no command " + text + "."
                            : found.size() + " commands of " + device + " begin with " + text + ".");
        }
        return found.getFirst();
    }

    private CommandFailed absent(String message) {
        return CommandFailed.failed(
                message, "`latebind commands list " + device + "` shows them; name one by its number or its id.");
    }
}
