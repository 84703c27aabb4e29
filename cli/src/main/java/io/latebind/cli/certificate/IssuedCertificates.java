package io.latebind.cli.certificate;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.table.Cells;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Certificates as users name them: by id, or by the serial number in hex. */
final class IssuedCertificates {
    static final Resource ALL = Resource.of("/v1/certificates");

    private IssuedCertificates() {}

    static Resource one(String id) {
        return Resource.of("/v1/certificates/{}", id);
    }

    /** @throws CommandFailed when no certificate, or more than one, is meant */
    static JsonNode find(ServiceClient client, String text) {
        String plain = text.toLowerCase(Locale.ROOT).replace(":", "");
        if (text.contains("-")) {
            return client.get(one(text));
        }
        if (!plain.matches("[0-9a-f]{1,40}")) {
            throw CommandFailed.wrongWords(
                    "'" + text + "' is no certificate: give its id, or its serial number in hex.",
                    "`latebind certificates list` shows the certificates.");
        }
        List<JsonNode> found = Pages.read(client, ALL.with("serial", plain), 0).items();
        return switch (found.size()) {
            case 0 ->
                throw CommandFailed.failed(
                        "No certificate that you can see has the serial number " + plain + ".",
                        "`latebind certificates list` shows the certificates.");
            case 1 -> found.getFirst();
            default ->
                throw CommandFailed.failed(
                        "More than one certificate has the serial number " + plain + ": "
                                + String.join(
                                        ", ",
                                        found.stream()
                                                .map(item -> Cells.text(item, "id"))
                                                .toList())
                                + ".",
                        "Give the id.");
        };
    }
}
