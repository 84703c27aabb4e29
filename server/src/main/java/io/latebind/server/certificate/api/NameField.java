package io.latebind.server.certificate.api;

import io.latebind.server.http.BodyFields;
import java.util.Optional;

/** Names by which commands and rules know authorities and profiles. */
final class NameField {
    private static final int MAX_CHARACTERS = 64;

    private NameField() {}

    static String require(BodyFields body) {
        String name = body.requireText("name");
        check(body, name);
        return name;
    }

    static Optional<String> optional(BodyFields body) {
        Optional<String> name = body.optionalText("name");
        name.ifPresent(text -> {
            if (text.isBlank()) {
                body.problem("name", "/name must not be empty.");
            }
            check(body, text);
        });
        return name;
    }

    private static void check(BodyFields body, String name) {
        if (name.length() > MAX_CHARACTERS) {
            body.problem(
                    "name", "/name has " + name.length() + " characters; at most " + MAX_CHARACTERS + " are allowed.");
        } else if (name.codePoints().anyMatch(Character::isISOControl)) {
            body.problem("name", "/name holds a control character; leave it out.");
        }
    }
}
