package io.latebind.server.event.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code Retry-After} says (RFC 9110, 10.2.3), within reason. Pure. */
public final class RetryAfterRules {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    private RetryAfterRules() {}

    /** How long to wait, {@code longest} at most. Empty for what is neither seconds nor a date, and for what is over. */
    public static Optional<Duration> wait(String header, Instant now, Duration longest) {
        String text = header.strip();
        return (SECONDS.matcher(text).matches()
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                        : date(text).map(until -> Duration.between(now, until)))
                .filter(Duration::isPositive)
                .map(asked -> asked.compareTo(longest) < 0 ? asked : longest);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
