package io.latebind.server.provisioning.api;

import io.latebind.contract.device.CommandId;
import io.latebind.server.provisioning.AdviceRules;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.HistoryLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of the history as REST shows it.
 *
 * @param advice what to do about it; absent where there is nothing to do
 * @param from where a visit came from
 */
record HistoryView(
        Instant at,
        HistoryEntry.Kind kind,
        String text,
        Optional<String> advice,
        Optional<CommandId> commandId,
        Optional<From> from,
        Optional<ObjectNode> details) {
    private static final JsonMapper JSON = JsonMapper.shared();

    record From(String address) {}

    /** @param interval how long the device sleeps, as far as is known */
    static HistoryView of(HistoryLine line, Optional<Duration> interval) {
        Optional<ObjectNode> details = line.details().map(text -> (ObjectNode) JSON.readTree(text));
        Optional<JsonNode> address = details.map(node -> node.remove(HistoryEntry.ADDRESS));
        return new HistoryView(
                line.at(),
                line.kind(),
                line.text(),
                AdviceRules.adviceOn(line.kind(), interval),
                line.command(),
                address.map(node -> new From(node.asString())),
                details.filter(node -> !node.isEmpty()));
    }
}
