package io.latebind.acceptance.crash;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A command as REST shows it.
 *
 * @param type its key in the request
 * @param token the recorded KEYGEN token
 * @param error the recorded message of a failure
 * @param issuedFor of a certificate that the service added: the command that made its key
 */
record CommandSeen(
        String id,
        String type,
        String status,
        Optional<String> token,
        Optional<String> error,
        Optional<String> issuedFor) {
    /** One that a user posted. */
    CommandSeen(String id, String type, String status, Optional<String> token, Optional<String> error) {
        this(id, type, status, token, error, Optional.empty());
    }

    static CommandSeen of(JsonNode item) {
        String type = item.path("request").propertyNames().iterator().next();
        JsonNode response = item.path("response");
        return new CommandSeen(
                item.path("id").asString(),
                type,
                item.path("status").asString(),
                response.path(type).path("message").asStringOpt(),
                response.path("error").path("message").asStringOpt(),
                item.path("issuedFor").asStringOpt());
    }

    boolean succeeded() {
        return status.equals("SUCCEEDED");
    }

    boolean finished() {
        return type.equals("finished");
    }

    @Override
    public String toString() {
        return type + " " + id + " (" + status + ")";
    }
}
