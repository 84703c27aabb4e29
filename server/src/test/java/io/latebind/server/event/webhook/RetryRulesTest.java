package io.latebind.server.event.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.event.EventType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code Retry-After} does to the plan. */
class RetryRulesTest {
    private static Duration wait(int attempts, Duration held, double dice) {
        return RetryRules.wait(EventType.BULK_FINISHED, attempts, Optional.of(held), dice)
                .orElseThrow();
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
