package io.latebind.cli.command;

import io.latebind.cli.table.Cells;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a command asks of the device, in a few words. */
public final class RequestText {
    private static final Map<String, String> WORDS = Map.of(
            "clientPrivateKeyGeneration", "key",
            "certificateSigningRequest", "csr",
            "cloudAccessKeyGeneration", "cloud-key",
            "serverCertificate", "server-cert",
            "clientCertificate", "client-cert",
            "clientPrivateKey", "client-key",
            "preSharedKey", "psk",
            "endorsementKeyGeneration", "endorsement-key",
            "config", "config",
            "finished", "finished");

    private RequestText() {}

    /** As {@code commands add} calls it; the REST name of what is not known. */
    public static String of(JsonNode request) {
        String type = type(request);
        String word = WORDS.getOrDefault(type, type);
        String details = details(type, request.path(type));
        return details.isEmpty() ? word : word + " " + details;
    }

    public static String type(JsonNode request) {
        return request.propertyNames().stream().findFirst().orElse("");
    }

    private static String details(String type, JsonNode parameters) {
        if (type.equals("config")) {
            return parameters.properties().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue().asString(""))
                    .collect(Collectors.joining(" "));
        }
        String secTag = parameters.path("secTag").isNumber()
                ? "--sec-tag " + parameters.path("secTag").asLong()
                : "";
        String more = Cells.text(parameters, "attributes") + Cells.text(parameters, "identity");
        return more.isEmpty() ? secTag : secTag + " (" + more + ")";
    }
}
