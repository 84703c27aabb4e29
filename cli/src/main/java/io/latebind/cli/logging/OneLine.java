package io.latebind.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pieces of a log line. Whatever came from outside is escaped, so that nobody can write a line of their own or steer a terminal. */
final class OneLine {
    private static final DateTimeFormatter UTC_MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private OneLine() {}

    static String time(Instant instant) {
        return UTC_MILLIS.format(instant);
    }

    /** What an event belongs to, by name: from the thread's context, and what the event itself carries. */
    static Map<String, String> fields(ILoggingEvent event) {
        Map<String, String> fields = new TreeMap<>(event.getMDCPropertyMap());
        Optional.ofNullable(event.getKeyValuePairs())
                .ifPresent(pairs -> pairs.forEach(pair -> fields.put(pair.key, String.valueOf(pair.value))));
        return fields;
    }

    /** The stack trace with its causes, its line ends not yet escaped. */
    static Optional<String> stack(ILoggingEvent event) {
        return Optional.ofNullable(event.getThrowableProxy())
                .map(ThrowableProxyUtil::asString)
                .map(String::strip);
    }

    /** The exception without its stack. */
    static Optional<String> exception(ILoggingEvent event) {
        return Optional.ofNullable(event.getThrowableProxy()).map(OneLine::named);
    }

    private static String named(IThrowableProxy thrown) {
        return thrown.getClassName() + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage());
    }

    /** Backslash escapes, all of which JSON knows, for control characters and what else ends or hides part of a line. */
    static String escaped(String text, boolean forJson) {
        StringBuilder line = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '\\' -> line.append("\\\\");
                case '"' -> line.append(forJson ? "\\\"" : "\"");
                default -> {
                    if (isPlain(text, i)) {
                        line.append(unit);
                    } else {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    }
                }
            }
        }
        return line.toString();
    }

    private static boolean isPlain(String text, int index) {
        char unit = text.charAt(index);
        if (Character.isHighSurrogate(unit)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(unit)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return switch (Character.getType(unit)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
