package io.latebind.server.config;

import io.latebind.server.config.ParsedValue.Good;
import io.latebind.server.config.ParsedValue.Wrong;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The parsers of the plain kinds of values. */
final class ConfigValues {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private ConfigValues() {}

    static ParsedValue path(String text) {
        try {
            return new Good(Path.of(text));
        } catch (InvalidPathException notAPath) {
            return new Wrong("is not a path");
        }
    }

    static ParsedValue truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> new Good(true);
            case "false" -> new Good(false);
            default -> new Wrong("must be true or false");
        };
    }

    static ValueParser number(int least, int most) {
        return text -> {
            if (NUMBER.matcher(text).matches()) {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return new Good(value);
                }
            }
            return new Wrong("must be a whole number from " + least + " to " + most);
        };
    }

    static <E extends Enum<E>> ValueParser oneOf(Class<E> words) {
        return text -> {
            for (E word : words.getEnumConstants()) {
                if (spelled(word).equalsIgnoreCase(text)) {
                    return new Good(word);
                }
            }
            return new Wrong("must be one of " + wordsOf(words));
        };
    }

    private static <E extends Enum<E>> String wordsOf(Class<E> words) {
        return Arrays.stream(words.getEnumConstants())
                .map(ConfigValues::spelled)
                .collect(Collectors.joining(", "));
    }

    private static String spelled(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
