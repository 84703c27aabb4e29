package io.latebind.server.event.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T21:44:00Z");
    private static final Duration LONGEST = Duration.ofHours(6);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120                           | PT2M",
                "1                             | PT1S",
                "' 90 '                        | PT1M30S",
                "21600                         | PT6H",
                "21601                         | PT6H",
                "9999999999                    | PT6H",
                "Sun, 22 Nov 2026 21:59:00 GMT | PT15M",
                "Sun, 22 Nov 2099 21:59:00 GMT | PT6H"
            })
    void readsSecondsAndDatesUpToTheLongest(String header, Duration held) {
        assertThat(RetryAfterRules.wait(header, NOW, LONGEST)).contains(held);
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
        assertThat(RetryAfterRules.wait(header, NOW, LONGEST)).isEmpty();
    }
}
