package io.latebind.server.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

/**
 * The promise of specification 3, through random histories and the real database: the recorded result of a command is the result of
 * its last execution, and a command without one is delivered again.
 *
 * <p>{@code -Dlatebind.histories=2000} runs more of them, {@code -Dlatebind.seed=…} the same ones again. A history that breaks the
 * promise is made shorter for as long as it still does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryPromiseProperties {
    private static final int HISTORIES = Integer.getInteger("latebind.histories", 200);
    private static final long SEED = Long.getLong("latebind.seed", new Random().nextInt(1_000_000_000));
    private static final int MAX_STEPS = 32;
    private static final long SHORTLY_BEFORE_WRAP = 0xfffff - 10;

    private ServiceFixture service;

    @BeforeAll
    void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void everyCommandTakesEffectAsRecorded(TestReporter reporter) {
        reporter.publishEntry("latebind.seed", Long.toString(SEED));
        for (int i = 0; i < HISTORIES; i++) {
            Random random = new Random(SEED + i);
            long counter = random.nextInt(4) == 0 ? SHORTLY_BEFORE_WRAP : 0;
            List<HistoryStep> steps = HistoryStep.random(random, MAX_STEPS);
            if (broken(steps, counter).isPresent()) {
                throw shortest(steps, counter, SEED + i);
            }
        }
    }

    private AssertionError shortest(List<HistoryStep> steps, long counter, long seed) {
        List<HistoryStep> left = steps;
        for (int chunk = steps.size() / 2; chunk > 0; chunk /= 2) {
            for (int from = 0; from + chunk <= left.size(); ) {
                List<HistoryStep> shorter = new ArrayList<>(left);
                shorter.subList(from, from + chunk).clear();
                if (broken(shorter, counter).isPresent()) {
                    left = shorter;
                } else {
                    from += chunk;
                }
            }
        }
        Broken broken = broken(left, counter)
                .orElseThrow(() -> new IllegalStateException("a history that broke the promise does not do so again"));
        return new AssertionError(
                "history of seed " + seed + " breaks the promise; shortened to " + left.size() + " steps:\n"
                        + broken.log() + "\n" + broken.fault(),
                broken.fault());
    }

    private record Broken(String log, Throwable fault) {}

    private Optional<Broken> broken(List<HistoryStep> steps, long counter) {
        DeviceHistory history = new DeviceHistory(service, counter);
        try {
            steps.forEach(history::perform);
            history.bringToItsEnd();
            return Optional.empty();
        } catch (AssertionError | RuntimeException fault) {
            return Optional.of(new Broken(history.log(), fault));
        } finally {
            history.end();
        }
    }
}
