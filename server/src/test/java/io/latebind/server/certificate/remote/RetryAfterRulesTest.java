package io.latebind.server.certificate.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "' 90 ', 90",
        "999999999, 3600",
        "'Sun, 22 Nov 2026 12:00:30 GMT', 30",
        "'Mon, 23 Nov 2026 12:00:00 GMT', 3600"
    })
    void readsSecondsAndDatesUpToAnHour(String header, int seconds) {
        assertThat(RetryAfterRules.wait(Optional.of(header), NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "0", "1.5", "99999999999", "Sun, 22 Nov 2026 11:59:59 GMT"})
    void takesEverythingElseForNothingSaid(String header) {
        assertThat(RetryAfterRules.wait(Optional.of(header), NOW)).isEmpty();
    }

    @Test
    void isEmptyWithoutTheHeader() {
        assertThat(RetryAfterRules.wait(Optional.empty(), NOW)).isEmpty();
    }
}
