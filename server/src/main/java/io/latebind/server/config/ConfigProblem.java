package io.latebind.server.config;

import java.util.Optional;

/**
 * One thing that is wrong with the settings.
 *
 * @param key the setting, as it was written
 * @param origin where it was written, such as {@code latebind.conf:3}, {@code environment LATEBIND_API_LISTEN} or {@code flag --api-listen}
 * @param value what was written, fit to be shown; empty where it may be a secret or where it does not matter
 * @param reason what is wrong with it, and the way out
 */
public record ConfigProblem(String key, String origin, Optional<String> value, String reason) {
    private static final int LONGEST_SHOWN = 120;

    public ConfigProblem {
        key = printable(key);
        origin = printable(origin);
        value = value.map(ConfigProblem::printable);
    }

    /** The whole problem on one line. */
    public String sentence() {
        return key + value.map(text -> " \"" + text + "\"").orElse("") + " (" + origin + "): " + reason;
    }

    /** Settings come from anywhere: control characters must not reach a terminal or break the line. */
    private static String printable(String text) {
        String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
        StringBuilder shown = new StringBuilder(cut.length());
        cut.chars().forEach(unit -> shown.append(isSafe(unit) ? (char) unit : '\ufffd'));
        return shown.toString();
    }

    private static boolean isSafe(int unit) {
        return switch (Character.getType(unit)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
