package io.latebind.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said to somebody who is called at 3 a.m. */
class AdviceTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void saysWholeSentences(Kind kind) {
        AdviceRules.adviceOn(kind, Optional.empty())
                .ifPresent(advice -> assertThat(advice).matches("[A-Z].*[.]").doesNotContain("null", "  ", ".."));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.MATCH_ANY,
            names = {
                "REFUSED.*",
                "MALFORMED",
                "BAD_.*",
                "TOO_BIG",
                "WRONG_.*",
                "FAILED",
                "UNDELIVERABLE",
                "NEVER.*",
                "RESULT_LOST",
                "BLOCKED",
                "NOT_CLAIMED_YET"
            })
    void saysWhatToDoAboutEverythingThatWentWrong(Kind kind) {
        assertThat(AdviceRules.adviceOn(kind, Optional.empty())).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "30, 30 s",
        "90, 90 s",
        "119, 119 s",
        "600, 10 min",
        "7000, 116 min",
        "7200, 2 h",
        "86400, a day",
        "604800, 168 h"
    })
    void namesTheIntervalThatWasSet(String seconds, String shown) {
        assertThat(AdviceRules.adviceOn(Kind.BLOCKED, AdviceRules.interval(Optional.of(seconds))))
                .isPresent();
        assertThat(AdviceRules.adviceOn(Kind.CLAIMED, AdviceRules.interval(Optional.of(seconds)))
                        .orElseThrow())
                .contains("its interval of " + shown + ";");
    }

    @ParameterizedTest
    @CsvSource({"0", "-5", "soon", "''", "99999999999"})
    void takesNoIntervalThatIsNone(String text) {
        assertThat(AdviceRules.interval(Optional.of(text))).isEmpty();
    }

    @Test
    void saysThatTheStandardIntervalIsAGuess() {
        assertThat(AdviceRules.adviceOn(Kind.CLAIMED, Optional.empty()).orElseThrow())
                .contains("a day, unless its firmware says otherwise");
        assertThat(AdviceRules.adviceOn(Kind.CLAIMED, Optional.of(Duration.ofDays(1)))
                        .orElseThrow())
                .doesNotContain("unless");
    }
}
