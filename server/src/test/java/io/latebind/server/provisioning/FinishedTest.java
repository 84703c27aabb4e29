package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.CommandStatus.IN_PROGRESS;
import static io.latebind.server.provisioning.CommandStatus.PENDING;
import static io.latebind.server.provisioning.CommandStatus.SUCCEEDED;
import static io.latebind.server.provisioning.QueueScript.finished;
import static io.latebind.server.provisioning.QueueScript.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import org.junit.jupiter.api.Test;

/** When an acknowledgement of {@code finished} counts (specification 3.1 and 3.3). */
class FinishedTest {
    private final QueueScript script = new QueueScript();

    @Test
    void doesNotCountWhileACommandBeforeItHasNoResultAndIsDeliveredAgain() {
        CommandId key = script.add(Requests.endorsementKey(1));
        CommandId finished = script.add(Requests.finished());
        script.fetch();
        script.turnPage();
        script.report(finished(finished + ".2"));
        assertThat(script.commandStatus(finished)).isEqualTo(IN_PROGRESS);
        assertThat(script.kinds()).containsExactly(Kind.UNEXPECTED_ANSWER);
        assertThat(script.fetch()).containsExactly(key + ".3", finished + ".4");
    }

    @Test
    void countsWithTheResultsBeforeItInTheSameReport() {
        CommandId key = script.add(Requests.endorsementKey(1));
        CommandId finished = script.add(Requests.finished());
        script.fetch();
        script.report(ok(key + ".1"), finished(finished + ".2"));
        assertThat(script.statuses()).containsOnly(SUCCEEDED);
    }

    @Test
    void countsWhenTheCommandBeforeItWasSkipped() {
        CommandId config = script.add(Requests.config());
        CommandId finished = script.add(Requests.finished());
        script.fetch();
        script.skip(config);
        script.report(finished(finished + ".2"));
        assertThat(script.commandStatus(finished)).isEqualTo(SUCCEEDED);
    }

    @Test
    void anOlderAttemptCountsToo() {
        CommandId finished = script.add(Requests.finished());
        script.fetch();
        script.fetch();
        script.fetch();
        script.report(finished(finished + ".1"));
        assertThat(script.commandStatus(finished)).isEqualTo(SUCCEEDED);
    }

    @Test
    void anOlderAttemptDoesNotCountWhenItWasResetInBetween() {
        CommandId finished = script.add(Requests.finished());
        script.fetch();
        script.reset(finished);
        script.fetch();
        script.turnPage();
        script.report(finished(finished + ".1"));
        assertThat(script.commandStatus(finished)).isEqualTo(IN_PROGRESS);
        assertThat(script.kinds()).containsExactly(Kind.UNEXPECTED_ANSWER);
    }

    @Test
    void noAttemptCountsThatWasBeforeAResetOfACommandInFrontOfIt() {
        CommandId key = script.add(Requests.endorsementKey(1));
        CommandId finished = script.add(Requests.finished());
        script.fetch();
        script.report(ok(key + ".1"));
        script.reset(key);
        script.buffers(1024, 2048, 1);
        script.fetch();
        script.report(ok(key + ".3"));
        script.report(finished(finished + ".2"));
        assertThat(script.commandStatus(finished)).isEqualTo(IN_PROGRESS);
        assertThat(script.fetch()).containsExactly(finished + ".4");
        script.report(finished(finished + ".2"));
        assertThat(script.commandStatus(finished)).isEqualTo(IN_PROGRESS);
        script.report(finished(finished + ".4"));
        assertThat(script.commandStatus(finished)).isEqualTo(SUCCEEDED);
    }

    @Test
    void aResetBehindItVoidsNothing() {
        CommandId finished = script.add(Requests.finished());
        CommandId behind = script.add(Requests.config());
        script.fetch();
        script.skip(behind);
        script.reset(behind);
        script.report(finished(finished + ".1"));
        assertThat(script.commandStatus(finished)).isEqualTo(SUCCEEDED);
    }

    @Test
    void doesNotCountWhilePending() {
        CommandId key = script.add(Requests.endorsementKey(1));
        CommandId finished = script.add(Requests.finished());
        script.fetch();
        script.report(QueueScript.error(key + ".1", 523));
        script.skip(key);
        assertThat(script.commandStatus(finished)).isEqualTo(PENDING);
        script.report(finished(finished + ".2"));
        assertThat(script.commandStatus(finished)).isEqualTo(PENDING);
        script.fetch();
        script.report(finished(finished + ".2"));
        assertThat(script.commandStatus(finished))
                .as("an older attempt, nothing was reset")
                .isEqualTo(SUCCEEDED);
    }

    @Test
    void isDeliveredUntilItIsAcknowledgedAndNeverFails() {
        CommandId finished = script.add(Requests.finished());
        for (int i = 1; i <= 3 * QueueScript.MAX_DELIVERIES; i++) {
            assertThat(script.fetch()).containsExactly(finished + "." + Integer.toHexString(i));
        }
        assertThat(script.commandStatus(finished)).isEqualTo(IN_PROGRESS);
    }

    @Test
    void fitsTheSmallestBuffers() {
        script.withAttempts(0xffffe);
        CommandId finished = script.add(Requests.finished());
        script.buffers(64, 64, 1);
        assertThat(script.fetch()).containsExactly(finished + ".fffff");
    }
}
