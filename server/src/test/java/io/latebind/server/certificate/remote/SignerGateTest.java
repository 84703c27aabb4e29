package io.latebind.server.certificate.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.certificate.AttemptKey;
import io.latebind.server.certificate.AuthorityId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignerGateTest {
    private static final AuthorityId ACME = new AuthorityId(new UUID(1, 1));
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final SignerGate gate = new SignerGate();

    private static AttemptKey attempt(int number) {
        return new AttemptKey("attempt." + number);
    }

    private void enter(int... numbers) {
        for (int number : numbers) {
            assertThat(gate.enter(ACME, attempt(number), NOW)).isEmpty();
        }
    }

    private void answered(int number, Optional<Duration> wait) {
        gate.leave(ACME, attempt(number), true, wait.map(length -> new SignerSaid.Wait(length, true)), NOW);
    }

    private void lost(int number) {
        gate.leave(ACME, attempt(number), false, Optional.empty(), NOW);
    }

    private Optional<String> closed(Duration later) {
        return gate.closed(ACME, attempt(99), NOW.plus(later));
    }

    @Test
    void keepsThePauseThatASignerAskedForWhateverItAnswersOthers() {
        enter(1, 2, 3, 4, 5, 6);
        answered(1, Optional.of(Duration.ofMinutes(10)));
        answered(2, Optional.empty());
        answered(3, Optional.of(Duration.ofSeconds(1)));
        lost(4);
        lost(5);
        lost(6);
        assertThat(closed(Duration.ofMinutes(10).minusMillis(1)))
                .contains("wants to be left alone until 2026-11-24T12:10:00Z");
    }

    @Test
    void opensWhenThePauseIsOver() {
        enter(1);
        answered(1, Optional.of(Duration.ofMinutes(10)));
        assertThat(closed(Duration.ofMinutes(9))).isPresent();
        assertThat(closed(Duration.ofMinutes(10))).isEmpty();
    }

    @Test
    void takesTheLaterOfTwoPauses() {
        enter(1, 2);
        answered(1, Optional.of(Duration.ofMinutes(1)));
        answered(2, Optional.of(Duration.ofMinutes(2)));
        assertThat(closed(Duration.ofSeconds(90))).isPresent();
    }

    @Test
    void forgetsThatItWasAwayWithTheFirstAnswer() {
        enter(1, 2, 3, 4);
        lost(1);
        lost(2);
        lost(3);
        assertThat(closed(Duration.ZERO))
                .contains("has not answered the last requests, and is asked every 5 s until it does");
        answered(4, Optional.empty());
        assertThat(closed(Duration.ZERO)).isEmpty();
    }
}
