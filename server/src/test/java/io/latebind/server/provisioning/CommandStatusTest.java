package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.CommandStatus.FAILED;
import static io.latebind.server.provisioning.CommandStatus.IN_PROGRESS;
import static io.latebind.server.provisioning.CommandStatus.PENDING;
import static io.latebind.server.provisioning.CommandStatus.SKIPPED;
import static io.latebind.server.provisioning.CommandStatus.SUCCEEDED;
import static io.latebind.server.provisioning.QueueScript.NOW;
import static io.latebind.server.provisioning.QueueScript.error;
import static io.latebind.server.provisioning.QueueScript.ok;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each row of the table of specification 2. */
class CommandStatusTest {
    private final QueueScript script = new QueueScript();

    @Test
    void deliveryMakesPendingInProgressAndADeliveryAgainIsANewAttempt() {
        CommandId key = script.add(Requests.endorsementKey(1));
        assertThat(script.commandStatus(key)).isEqualTo(PENDING);
        assertThat(script.fetch()).containsExactly(key + ".1");
        assertThat(script.commandStatus(key)).isEqualTo(IN_PROGRESS);
        assertThat(script.fetch()).containsExactly(key + ".2");
        assertThat(script.commandStatus(key)).isEqualTo(IN_PROGRESS);
    }

    @Test
    void aResultMakesInProgressSucceededOrFailed() {
        CommandId good = script.add(Requests.endorsementKey(1));
        CommandId bad = script.add(Requests.endorsementKey(2));
        script.fetch();
        script.report(ok(good + ".1"), error(bad + ".2", 523));
        assertThat(script.statuses()).containsExactly(SUCCEEDED, FAILED);
    }

    @Test
    void aReportedFailurePutsBackWhatWasDeliveredBehindItAndHasNoResultInTheSameReport() {
        CommandId first = script.add(Requests.endorsementKey(1));
        CommandId second = script.add(Requests.endorsementKey(2));
        script.add(Requests.config());
        script.add(Requests.finished());
        script.fetch();
        script.report(error(first + ".1", 523), ok(second + ".2"));
        assertThat(script.statuses()).containsExactly(FAILED, SUCCEEDED, PENDING, PENDING);
    }

    @Test
    void whatWasPutBackIsDeliveredAgainUnderANewAttemptAndItsOldOneCountsNoMore() {
        CommandId first = script.add(Requests.endorsementKey(1));
        CommandId second = script.add(Requests.endorsementKey(2));
        script.fetch();
        script.report(error(first + ".1", 523));
        script.report(ok(second + ".2"));
        assertThat(script.commandStatus(second)).isEqualTo(PENDING);
        script.skip(first);
        assertThat(script.fetch()).containsExactly(second + ".3");
    }

    @Test
    void aFailureThatTheServiceDeclaresPutsNothingBack() {
        CommandId first = script.add(Requests.endorsementKey(1));
        CommandId second = script.add(Requests.endorsementKey(2));
        script.fetch();
        script.fetch();
        for (int i = 0; i < 4; i++) {
            script.fetch();
        }
        assertThat(script.commandStatus(first)).isEqualTo(FAILED);
        assertThat(script.commandStatus(second)).isEqualTo(IN_PROGRESS);
        script.report(ok(second + ".4"));
        assertThat(script.commandStatus(second)).isEqualTo(SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(value = CommandStatus.class, names = "PENDING", mode = EnumSource.Mode.EXCLUDE)
    void resetMakesPendingInTheSamePlaceWithEarlierAttemptsVoid(CommandStatus from) {
        CommandId before = script.add(Requests.endorsementKey(9));
        script.deliverAndSucceed();
        CommandId reset = commandThatIs(from);
        CommandId behind = script.add(Requests.config());
        script.reset(reset);
        assertThat(script.commandStatus(reset)).isEqualTo(PENDING);
        assertThat(script.command(reset).result()).isEmpty();
        assertThat(script.queue().listed().stream().map(QueuedCommand::id)).containsExactly(before, reset, behind);
        script.report(ok(reset + ".2"));
        assertThat(script.commandStatus(reset)).isEqualTo(PENDING);
        script.fetch();
        script.report(ok(reset + ".2"));
        assertThat(script.commandStatus(reset)).isEqualTo(IN_PROGRESS);
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandStatus.class,
            names = {"PENDING", "IN_PROGRESS", "FAILED"})
    void skipMakesSkippedWithEarlierAttemptsVoid(CommandStatus from) {
        CommandId skipped = commandThatIs(from);
        script.skip(skipped);
        assertThat(script.commandStatus(skipped)).isEqualTo(SKIPPED);
        script.report(ok(skipped + ".1"));
        assertThat(script.commandStatus(skipped)).isEqualTo(SKIPPED);
        script.reset(skipped);
        String attempt = script.fetch().getLast();
        if (from != PENDING) {
            script.report(ok(skipped + ".1"));
            assertThat(script.commandStatus(skipped)).isEqualTo(IN_PROGRESS);
        }
        script.report(ok(attempt));
        assertThat(script.commandStatus(skipped)).isEqualTo(SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(value = CommandStatus.class, names = "IN_PROGRESS", mode = EnumSource.Mode.EXCLUDE)
    void deleteTakesAwayWhateverIsNotInProgress(CommandStatus from) {
        CommandId deleted = commandThatIs(from);
        script.delete(deleted);
        assertThat(script.queue().listed()).isEmpty();
        assertThat(refused(QueueRules.delete(script.queue(), deleted, NOW)).code())
                .isEqualTo(RefusalCode.NOT_FOUND.number());
    }

    @ParameterizedTest
    @EnumSource(CommandStatus.class)
    void anythingElseIsAConflictThatNamesTheStatus(CommandStatus from) {
        CommandId id = commandThatIs(from);
        assertConflict(QueueRules.reset(script.queue(), id, NOW), from, Set.of(PENDING), "reset");
        assertConflict(QueueRules.skip(script.queue(), id, NOW), from, Set.of(SUCCEEDED, SKIPPED), "skipped");
        assertConflict(QueueRules.delete(script.queue(), id, NOW), from, Set.of(IN_PROGRESS), "deleted; skip it first");
    }

    @Test
    void resultsInOneReportAreRecordedInItsOrder() {
        CommandId key = script.add(Requests.endorsementKey(1));
        script.fetch();
        script.report(error(key + ".1", 523), ok(key + ".1"));
        assertThat(script.commandStatus(key)).isEqualTo(FAILED);
    }

    private static void assertConflict(
            Outcome<QueueRules.Change> outcome, CommandStatus from, Set<CommandStatus> refusedFrom, String verb) {
        if (!refusedFrom.contains(from)) {
            assertThat(outcome).isInstanceOf(Outcome.Done.class);
            return;
        }
        Refusal refusal = refused(outcome);
        assertThat(refusal.code()).isEqualTo(RefusalCode.WRONG_STATE.number());
        assertThat(refusal.detail()).contains("is " + from).contains(verb);
    }

    private CommandId commandThatIs(CommandStatus status) {
        CommandId id = script.add(Requests.endorsementKey(1));
        switch (status) {
            case PENDING -> {}
            case IN_PROGRESS -> script.fetch();
            case SKIPPED -> {
                script.fetch();
                script.skip(id);
            }
            case SUCCEEDED -> script.deliverAndSucceed();
            case FAILED -> script.report(error(script.fetch().getLast(), 523));
        }
        return id;
    }
}
