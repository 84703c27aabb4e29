package io.latebind.server.kernel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named facts for audit and events, as JSON will show them. Never a secret.
 *
 * @param values texts, whole numbers, truth values, lists and maps of these
 */
public record Facts(Map<String, Object> values) {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    public Facts {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Facts none() {
        return new Facts(Map.of());
    }

    public static Facts of(String name, Object value) {
        return none().with(name, value);
    }

    /** An empty optional adds nothing; ids, instants and enums become texts. */
    public Facts with(String name, Object value) {
        Optional<Object> plain = plain(value);
        if (plain.isEmpty()) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, plain.get());
        return new Facts(more);
    }

    /** In the place of those that have the same name. */
    public Facts and(Facts others) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(others.values());
        return new Facts(all);
    }

    private static Optional<Object> plain(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.flatMap(Facts::plain);
            case Facts facts -> Optional.of(facts.values());
            case Integer number -> Optional.of(number.longValue());
            case Long number -> Optional.of(number);
            case Instant instant -> Optional.of(INSTANT.format(instant));
            case Boolean truth -> Optional.of(truth);
            case List<?> list ->
                Optional.of(list.stream()
                        .map(Facts::plain)
                        .flatMap(Optional::stream)
                        .toList());
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, each) -> plain(each).ifPresent(shown -> copy.put(key.toString(), shown)));
                yield Optional.of(copy);
            }
            default -> Optional.of(value.toString());
        };
    }
}
