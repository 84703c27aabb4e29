package io.latebind.server.event.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code Retry-After} does to the plan. */
class RetryRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T21:44:00Z");

    private static Duration wait(int attempts, Duration held, double dice) {
        return RetryRules.wait(EventType.BULK_FINISHED, attempts, Optional.of(held), dice)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120                           | PT2M",
                "1                             | PT1S",
                "21600                         | PT6H",
                "21601                         | PT6H",
                "9999999999                    | PT6H",
                "Sun, 22 Nov 2026 21:59:00 GMT | PT15M",
                "Sun, 22 Nov 2099 21:59:00 GMT | PT6H"
            })
    void readsSecondsAndDatesUpToSixHours(String header, Duration held) {
        assertThat(RetryRules.held(header, NOW)).contains(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "",
                "-5",
                "1.5",
                "soon",
                "99999999999",
                "Sun, 22 Nov 2026 21:43:00 GMT",
                "2026-11-22T23:00:00Z"
            })
    void ignoresWhatIsNoTimeToCome(String header) {
        assertThat(RetryRules.held(header, NOW)).isEmpty();
    }

    @Test
    void neverComesBackBeforeTheTimeThatWasAskedFor() {
        Duration asked = Duration.ofMinutes(10);
        assertThat(wait(1, asked, 0)).isEqualTo(asked);
        assertThat(wait(1, asked, 1)).isEqualTo(Duration.ofMinutes(12));
    }

    @Test
    void doesNotSpendItsAttemptsFasterThanPlanned() {
        assertThat(wait(5, Duration.ofSeconds(1), 0.5)).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void givesUpAfterTheSameNumberOfAttempts() {
        assertThat(RetryRules.wait(EventType.BULK_FINISHED, 9, Optional.of(Duration.ofMinutes(1)), 0.5))
                .isEmpty();
        assertThat(RetryRules.wait(EventType.WEBHOOK_TEST, 1, Optional.of(Duration.ofMinutes(1)), 0.5))
                .isEmpty();
    }
}
