package io.latebind.cli.certificate;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.table.Cells;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a team has few of, and users name by name or id. */
enum Owned {
    AUTHORITY("/v1/certificate-authorities", "certificate authority", "authorities"),
    PROFILE("/v1/certificate-profiles", "certificate profile", "profiles");

    private final String path;
    private final String thing;
    private final String command;

    Owned(String path, String thing, String command) {
        this.path = path;
        this.thing = thing;
        this.command = command;
    }

    Resource all() {
        return Resource.of(path);
    }

    Resource one(JsonNode item) {
        return Resource.of(path + "/{}", Cells.text(item, "id"));
    }

    /** @throws CommandFailed when there is none */
    JsonNode find(ServiceClient client, String nameOrId) {
        List<JsonNode> items = Pages.read(client, all(), 0).items();
        return items.stream()
                .filter(item -> Cells.text(item, "name").equals(nameOrId))
                .findFirst()
                .or(() -> items.stream()
                        .filter(item -> Cells.text(item, "id").equalsIgnoreCase(nameOrId))
                        .findFirst())
                .orElseThrow(() -> CommandFailed.failed(
                        "There is no " + thing + " called " + nameOrId + ".",
                        "`latebind " + command + " list` shows them."));
    }
}
