package io.latebind.simulator.client;

import java.time.Duration;

/** Times as people write them: a number and its unit. */
public final class DurationText {
    private DurationText() {}

    /**
     * @param number of decimal digits
     * @param unit {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}
     */
    public static Duration of(String number, String unit) {
        long amount = Long.parseLong(number);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException("no unit of time: " + unit);
        };
    }
}
