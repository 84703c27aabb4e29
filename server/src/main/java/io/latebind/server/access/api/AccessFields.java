package io.latebind.server.access.api;

import io.latebind.server.http.BodyFields;
import io.latebind.server.kernel.CanonicalUuid;
import io.latebind.server.kernel.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Fields that bodies about teams, members and keys have in common. */
final class AccessFields {
    private static final int MAX_NAME_CHARACTERS = 128;

    /** The year 9999: later than PostgreSQL and readers of ISO 8601 agree on. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private AccessFields() {}

    static String requireName(BodyFields body, String field) {
        String name = body.requireText(field);
        checkName(body, field, name);
        return name;
    }

    static Optional<String> optionalName(BodyFields body, String field) {
        Optional<String> name = body.optionalText(field);
        name.ifPresent(text -> checkName(body, field, text));
        return name;
    }

    private static void checkName(BodyFields body, String field, String name) {
        if (name.length() > MAX_NAME_CHARACTERS) {
            body.problem(
                    field,
                    body.pointer(field) + " has " + name.length() + " characters; at most " + MAX_NAME_CHARACTERS
                            + " are allowed.");
        } else if (name.codePoints().anyMatch(Character::isISOControl)) {
            body.problem(field, body.pointer(field) + " holds a control character; leave it out.");
        } else if (!name.isEmpty() && name.isBlank()) {
            body.problem(field, body.pointer(field) + " must not be empty.");
        }
    }

    static Optional<Role> role(BodyFields body) {
        Optional<String> text = body.optionalText("role");
        Optional<Role> role = text.flatMap(Role::parse);
        if (text.isPresent() && role.isEmpty()) {
            body.problem("role", "/role must be one of viewer, editor, admin, owner.");
        }
        return role;
    }

    static Role requireRole(BodyFields body) {
        Optional<Role> role = role(body);
        if (body.optionalText("role").isEmpty() && !body.hasProblems()) {
            body.problem("role", "/role is missing; it is one of viewer, editor, admin, owner.");
        }
        return role.orElse(Role.VIEWER);
    }

    static Optional<Instant> instant(BodyFields body, String field) {
        return body.optionalText(field).flatMap(text -> {
            try {
                Instant instant = OffsetDateTime.parse(text).toInstant();
                if (!instant.isAfter(LATEST)) {
                    return Optional.of(instant);
                }
            } catch (DateTimeException notOne) {
                // told below, as for one that is too late
            }
            body.problem(
                    field,
                    body.pointer(field) + " must be an instant of ISO 8601 before the year 10000, like"
                            + " 2027-01-31T00:00:00Z.");
            return Optional.empty();
        });
    }

    static Optional<UUID> uuid(BodyFields body, String field) {
        return body.optionalText(field).flatMap(text -> {
            Optional<UUID> id = CanonicalUuid.parse(text);
            if (id.isEmpty()) {
                body.problem(field, body.pointer(field) + " must be a UUID.");
            }
            return id;
        });
    }
}
