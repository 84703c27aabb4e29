package io.latebind.server.certificate.remote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What {@code Retry-After} says (RFC 9110, 10.2.3), within reason. Pure. */
final class RetryAfterRules {
    /** A device waits for each certificate; who wants longer is asked in vain now and then. */
    static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfterRules() {}

    /** Empty for what is neither seconds nor a date, and for what is over. */
    static Optional<Duration> wait(Optional<String> header, Instant now) {
        return header.map(String::strip)
                .flatMap(text -> text.matches("[0-9]{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                        : untilDate(text, now))
                .filter(wait -> wait.isPositive())
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> untilDate(String text, Instant now) {
        try {
            return Optional.of(Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }
}
