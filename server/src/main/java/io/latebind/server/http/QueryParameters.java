package io.latebind.server.http;

import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.ShownText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads query parameters, and collects what is wrong with them; {@link #accept} gives the result or the refusal. A parameter that
 * nobody asks for is ignored.
 */
public final class QueryParameters {
    private static final int MAX_SHOWN_CHARACTERS = 64;

    private final HttpCall call;
    private final List<FieldProblem> problems = new ArrayList<>();

    public QueryParameters(HttpCall call) {
        this.call = call;
    }

    /** {@code pageLimit} 1..100, {@code pageNextToken}, {@code pageSort=asc|desc}; oldest first by default. */
    public PageRequest page() {
        int limit = pageLimit();
        boolean descending = call.query("pageSort")
                .map(sort -> switch (sort) {
                    case "asc" -> false;
                    case "desc" -> true;
                    default -> {
                        problem("pageSort", sort, "asc or desc");
                        yield false;
                    }
                })
                .orElse(false);
        return new PageRequest(limit, call.query("pageNextToken").filter(token -> !token.isEmpty()), descending);
    }

    private int pageLimit() {
        Optional<String> given = call.query("pageLimit");
        if (given.isEmpty()) {
            return PageRequest.DEFAULT_LIMIT;
        }
        String text = given.get();
        if (text.matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= PageRequest.MAX_LIMIT) {
                return limit;
            }
        }
        problem("pageLimit", text, "a whole number from 1 to " + PageRequest.MAX_LIMIT);
        return PageRequest.DEFAULT_LIMIT;
    }

    /** {@code true}, {@code false}; alone by its name it is true, absent it is false. */
    public boolean flag(String name) {
        return call.query(name)
                .map(value -> switch (value) {
                    case "true", "" -> true;
                    case "false" -> false;
                    default -> {
                        problem(name, value, "true or false");
                        yield false;
                    }
                })
                .orElse(false);
    }

    /** One of the constants, spelled exactly. */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        Optional<String> given = call.query(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        List<E> constants = Arrays.asList(type.getEnumConstants());
        Optional<E> chosen = constants.stream()
                .filter(constant -> constant.name().equals(given.get()))
                .findFirst();
        if (chosen.isEmpty()) {
            problem(
                    name,
                    given.get(),
                    "one of " + constants.stream().map(Enum::name).collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    /** An instant in ISO 8601 with its offset, in the years 0 to 9998: what PostgreSQL and readers of ISO 8601 agree on. */
    public Optional<Instant> instant(String name) {
        return text(name).flatMap(text -> {
            Optional<Instant> instant = parsedInstant(text);
            if (instant.isEmpty()) {
                problem(name, text, "an instant like 2026-11-22T00:00:00Z");
            }
            return instant;
        });
    }

    private static Optional<Instant> parsedInstant(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() >= 0 && time.getYear() <= 9998 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    public Optional<String> text(String name) {
        return call.query(name);
    }

    /** For what only the feature can tell; {@code wanted} completes "must be". */
    public void problem(String name, String value, String wanted) {
        String shown = ShownText.of(value, MAX_SHOWN_CHARACTERS);
        problems.add(new FieldProblem(
                "?" + name, "The query parameter " + name + " is \"" + shown + "\" and must be " + wanted + "."));
    }

    /** What {@code result} makes of the values read, or 400 with everything that is wrong. */
    public <T> Outcome<T> accept(Supplier<T> result) {
        return problems.isEmpty()
                ? Outcome.done(result.get())
                : Outcome.refused(Refusal.ofFields(RefusalCode.BAD_PARAMETER, problems));
    }
}
