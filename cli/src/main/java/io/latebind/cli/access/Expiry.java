package io.latebind.cli.access;

import io.latebind.cli.client.Session;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** When a key ends. */
final class Expiry {
    private Expiry() {}

    /** Puts {@code expiresAt} into the body; nothing without a text. */
    static void put(ObjectNode body, @Nullable String text, Session session) {
        if (text == null) {
            return;
        }
        if (text.matches("[0-9]{1,5}d")) {
            long days = Long.parseLong(text.substring(0, text.length() - 1));
            body.put(
                    "expiresAt",
                    session.surroundings()
                            .clock()
                            .instant()
                            .plus(Duration.ofDays(days))
                            .toString());
            return;
        }
        try {
            body.put("expiresAt", OffsetDateTime.parse(text).toInstant().toString());
        } catch (DateTimeException unreadable) {
            throw session.wrong("'" + text + "' is no time: write 2027-01-31T00:00:00Z, or days from now like 90d");
        }
    }
}
