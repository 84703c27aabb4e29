package io.latebind.cli.device;

import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code latebind devices history}. */
@Command(
        name = "history",
        description = {
            "Tells what happened to a device, the newest last.",
            "",
            "Visits, deliveries, answers, and every refusal with its reason and what to do about it."
        },
        footer = {"Example:", "  latebind devices history 50363154 --follow"})
final class DeviceHistory implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "DEVICE", description = "A device UUID, or how it begins.")
    private String name = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "Only such events, like CONNECTED or FAILED.")
    private @Nullable String kind;

    @Option(names = "--since", paramLabel = "TIME", description = "Not before this instant, like 2027-01-31T00:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this instant.")
    private @Nullable String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The newest N; 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--follow", description = "Go on with what happens from now on, until Ctrl-C ends it.")
    private boolean follow;

    @Override
    public Integer call() {
        if (follow && until != null) {
            throw session.wrong("--follow has no end: leave --until out");
        }
        ServiceClient client = session.client();
        String id = DeviceNames.resolve(client, name);
        Pages.Items newest = Pages.read(
                client, history(id).with("since", since).with("until", until).with("pageSort", "desc"), limit);
        List<JsonNode> inOrder = newest.items().reversed();
        if (follow) {
            inOrder.forEach(this::print);
            follow(client, id, inOrder);
        } else if (inOrder.isEmpty()) {
            session.show(newest.json(), () -> List.of("Nothing has happened yet that is told here."));
        } else {
            session.show(
                    tools.jackson.databind.json.JsonMapper.shared()
                            .createArrayNode()
                            .addAll(inOrder),
                    () -> inOrder.stream()
                            .flatMap(event -> HistoryText.lines(event).stream())
                            .toList());
        }
        return 0;
    }

    private void follow(ServiceClient client, String id, List<JsonNode> told) {
        String from =
                told.isEmpty() ? session.surroundings().clock().instant().toString() : Cells.text(told.getLast(), "at");
        Set<JsonNode> known = new HashSet<>(told);
        while (true) {
            client.sleep(BETWEEN_LOOKS);
            List<JsonNode> news =
                    Pages.read(client, history(id).with("since", from), 0).items();
            for (JsonNode event : news) {
                if (known.add(event)) {
                    print(event);
                }
            }
            if (!news.isEmpty()) {
                from = Cells.text(news.getLast(), "at");
                known.retainAll(new HashSet<>(news));
            }
        }
    }

    private Resource history(String id) {
        return Resource.of("/v1/claimed-devices/{}/history", id)
                .with(
                        "kind",
                        kind == null ? null : kind.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private void print(JsonNode event) {
        if (session.json()) {
            session.jsonLine(event);
        } else {
            HistoryText.lines(event).forEach(session::say);
        }
    }
}
