package io.latebind.cli.access;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.table.Cells;
import io.latebind.contract.device.CommandId;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Things with a name and an id, as users name them. */
final class Named {
    private Named() {}

    /**
     * The id: {@code text} itself when it is one, else that of the only thing with this name.
     *
     * @param counts which things a name may mean
     * @throws CommandFailed when none or several are meant
     */
    static String id(
            ServiceClient client,
            Resource list,
            String text,
            Predicate<JsonNode> counts,
            String thing,
            String listing) {
        if (CommandId.parse(text).isPresent()) {
            return text;
        }
        List<String> ids = Pages.read(client, list, 0).items().stream()
                .filter(item -> Cells.text(item, "name").equals(text) && counts.test(item))
                .map(item -> Cells.text(item, "id"))
                .toList();
        if (ids.size() != 1) {
            throw CommandFailed.failed(
                    ids.isEmpty()
                            ? "There is no " + thing + " called " + text + "."
                            : ids.size() + " " + thing + "s are called " + text + ": " + String.join(", ", ids) + ".",
                    "`" + listing + "` shows them; name one by its id.");
        }
        return ids.getFirst();
    }
}
