package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceResponse;
import java.util.HashMap;
import java.util.Map;

/** Names for the commands of a random history, so that people can read its log. */
final class HistoryNames {
    private static final int UUID_CHARACTERS = 36;

    private final Map<CommandId, String> names = new HashMap<>();

    /** @param by who added it */
    void call(CommandId id, String by, CommandType type) {
        call(id, by + (names.size() + 1) + "-" + type.key());
    }

    void call(CommandId id, String name) {
        names.put(id, name);
    }

    String named(CommandId id) {
        return names.getOrDefault(id, id.toString());
    }

    String named(String correlation) {
        return CorrelationId.parse(correlation)
                .map(id -> named(id.command()) + correlation.substring(UUID_CHARACTERS))
                .orElse(correlation);
    }

    String named(DeviceResponse response) {
        return named(response.correlation())
                + (response instanceof DeviceResponse.ErrorResponse error ? " error " + error.cmeError() : " ok");
    }
}
