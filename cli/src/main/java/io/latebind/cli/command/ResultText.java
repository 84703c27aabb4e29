package io.latebind.cli.command;

import io.latebind.cli.table.Cells;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of a command, in a line. */
public final class ResultText {
    /** What the modem's numbers mean (specification 4). */
    private static final Map<Integer, String> CME_ERRORS = Map.ofEntries(
            Map.entry(50, "parameters"),
            Map.entry(51, "parameters"),
            Map.entry(513, "not found"),
            Map.entry(514, "not allowed"),
            Map.entry(515, "memory full"),
            Map.entry(518, "not allowed in active state"),
            Map.entry(519, "already exists"),
            Map.entry(520, "already exists"),
            Map.entry(523, "key generation failed"),
            Map.entry(525, "JWT failed"),
            Map.entry(527, "invalid content"),
            Map.entry(528, "power-off warning"),
            Map.entry(529, "claim token failed"));

    private ResultText() {}

    /** Empty while there is none; of a key whose certificate is still to come, that. */
    public static String of(JsonNode command) {
        JsonNode issuance = command.path("issuance");
        if (issuance.isObject()) {
            String problem = Cells.text(issuance, "problem");
            return "certificate to come" + (problem.isEmpty() ? "" : ": " + problem);
        }
        JsonNode response = command.path("response");
        if (response.has("error")) {
            return failure(response.path("error"));
        }
        return message(command)
                .map(token -> "token, " + token.length() + " characters")
                .orElse("");
    }

    /** The token that a key generation or a certificate request was answered with. */
    public static Optional<String> message(JsonNode command) {
        JsonNode response = command.path("response");
        String message = Cells.text(response.path(RequestText.type(response)), "message");
        return response.has("error") || message.isEmpty() ? Optional.empty() : Optional.of(message);
    }

    private static String failure(JsonNode error) {
        String message = Cells.text(error, "message");
        JsonNode number = error.path("cmeError");
        if (!number.isNumber()) {
            return message;
        }
        String meaning = CME_ERRORS.getOrDefault(number.asInt(), "");
        String cme = "CME error " + number.asInt() + (meaning.isEmpty() ? "" : " (" + meaning + ")");
        return message.isEmpty() || message.equals("ERROR") ? cme : cme + ": " + message;
    }
}
