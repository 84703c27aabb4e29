package io.latebind.cli.client;

import io.latebind.cli.table.Cells;
import io.latebind.contract.device.CommandId;
import tools.jackson.databind.JsonNode;

/** What a team has under names of its own, and users name by name or id. */
public enum Owned {
    AUTHORITY("/v1/certificate-authorities", "certificate authority", "authorities"),
    PROFILE("/v1/certificate-profiles", "certificate profile", "profiles"),
    RULE("/v1/provisioning-rules", "rule", "rules") {
        @Override
        Resource called(String name) {
            return all().with("name", name);
        }
    };

    private final String path;
    private final String thing;
    private final String command;

    Owned(String path, String thing, String command) {
        this.path = path;
        this.thing = thing;
        this.command = command;
    }

    public Resource all() {
        return Resource.of(path);
    }

    /** Where the one with this name is among, and perhaps others. */
    Resource called(String name) {
        return all();
    }

    /** @param action nothing, or what comes behind the id, with a slash */
    public Resource one(JsonNode item, String action) {
        return Resource.of(path + "/{}" + action, Cells.text(item, "id"));
    }

    public Resource one(JsonNode item) {
        return one(item, "");
    }

    /** @throws CommandFailed when there is none */
    public JsonNode find(ServiceClient client, String nameOrId) {
        return Pages.read(client, called(nameOrId), 0).items().stream()
                .filter(item -> Cells.text(item, "name").equals(nameOrId))
                .findFirst()
                .orElseGet(() -> byId(client, nameOrId));
    }

    private JsonNode byId(ServiceClient client, String text) {
        if (CommandId.parse(text).isEmpty()) {
            throw CommandFailed.failed(
                    "There is no " + thing + " called " + text + ".", "`latebind " + command + " list` shows them.");
        }
        return client.get(Resource.of(path + "/{}", text));
    }
}
