package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.CommandStatus.FAILED;
import static io.latebind.server.provisioning.CommandStatus.IN_PROGRESS;
import static io.latebind.server.provisioning.CommandStatus.PENDING;
import static io.latebind.server.provisioning.CommandStatus.SUCCEEDED;
import static io.latebind.server.provisioning.QueueScript.error;
import static io.latebind.server.provisioning.QueueScript.finished;
import static io.latebind.server.provisioning.QueueScript.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which results are accepted, and what becomes of all others (specification 3.1). */
class ReportedResultsTest {
    private final QueueScript script = new QueueScript();

    @Test
    void onlyTheNewestAttemptIsAcceptedAndAnOlderOneGoesIntoTheHistory() {
        CommandId key = script.add(Requests.endorsementKey(1));
        script.fetch();
        script.fetch();
        script.turnPage();
        script.report(ok(key + ".1"));
        assertThat(script.commandStatus(key)).isEqualTo(IN_PROGRESS);
        assertThat(script.kinds()).containsExactly(Kind.UNEXPECTED_ANSWER);
        script.report(ok(key + ".2"));
        assertThat(script.commandStatus(key)).isEqualTo(SUCCEEDED);
    }

    @Test
    void aFailureOfAnOlderAttemptFailsAndPutsBackNothing() {
        CommandId first = script.add(Requests.endorsementKey(1));
        script.add(Requests.config());
        script.fetch();
        script.fetch();
        script.report(error(first + ".1", 523));
        assertThat(script.statuses()).containsExactly(IN_PROGRESS, IN_PROGRESS);
    }

    @Test
    void aRepeatedReportChangesNothingAndIsNothingUnexpected() {
        CommandId key = script.add(Requests.key(1));
        CommandId bad = script.add(Requests.endorsementKey(2));
        script.fetch();
        DeviceResponse[] report = {ok(key + ".1.s"), ok(key + ".1"), error(bad + ".2", 523)};
        script.report(report);
        ProvisioningQueue before = script.queue();
        script.turnPage();
        script.report(report);
        assertThat(script.queue()).isEqualTo(before);
        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void aVoidAttemptGoesIntoTheHistory() {
        CommandId key = script.add(Requests.endorsementKey(1));
        script.fetch();
        script.reset(key);
        script.turnPage();
        script.report(ok(key + ".1"));
        assertThat(script.commandStatus(key)).isEqualTo(PENDING);
        assertThat(script.kinds()).containsExactly(Kind.UNEXPECTED_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "01900000-0000-0000-0000-000000000001", "01900000-0000-0000-0000-000000000001.0"})
    void unknownIdsAreAcknowledgedAndGoIntoTheHistory(String id) {
        CommandId key = script.add(Requests.endorsementKey(1));
        script.fetch();
        script.turnPage();
        script.report(ok(id), ok(new CommandId(new UUID(5, 5)) + ".1"), error(id, 523));
        assertThat(script.commandStatus(key)).isEqualTo(IN_PROGRESS);
        assertThat(script.kinds()).containsOnly(Kind.UNEXPECTED_ANSWER).hasSize(3);
    }

    @Test
    void anAnswerToADeletedCommandIsUnknown() {
        CommandId key = script.add(Requests.endorsementKey(1));
        script.deliverAndSucceed();
        script.delete(key);
        script.turnPage();
        script.report(ok(key + ".1"));
        assertThat(script.kinds()).containsExactly(Kind.UNEXPECTED_ANSWER);
    }

    @Test
    void answersOfTheWrongKindAreTreatedLikeUnknownIds() {
        CommandId key = script.add(Requests.endorsementKey(1));
        CommandId config = script.add(Requests.config());
        CommandId finished = script.add(Requests.finished());
        script.fetch();
        script.turnPage();
        script.report(
                finished(key + ".1"),
                new DeviceResponse.ConfigResponse(key + ".1"),
                ok(config + ".2"),
                finished(config + ".2"),
                ok(finished + ".3"),
                new DeviceResponse.ConfigResponse(finished + ".3"),
                error(finished + ".3", 0),
                ok(key + ".1.s"),
                new DeviceResponse.ConfigResponse(config + ".2.s"),
                finished(finished + ".3.s"));
        assertThat(script.statuses()).containsOnly(IN_PROGRESS);
        assertThat(script.kinds()).containsOnly(Kind.UNEXPECTED_ANSWER).hasSize(10);
    }

    @Test
    void thePreparatoryStepAloneIsNoResultAndItsFailureFailsTheCommand() {
        CommandId key = script.add(Requests.key(1));
        script.fetch();
        script.report(new DeviceResponse.AtResponse(key + ".1.s", "+CME ERROR: 513\r\n"));
        assertThat(script.commandStatus(key)).isEqualTo(IN_PROGRESS);
        script.report(error(key + ".1.s", 518));
        assertThat(script.commandStatus(key)).isEqualTo(FAILED);
        assertThat(CommandJson.response(
                                CommandType.CLIENT_PRIVATE_KEY_GENERATION,
                                script.command(key).result().orElseThrow())
                        .toString())
                .isEqualTo("{\"error\":{\"cmeError\":518,\"message\":\"+CME ERROR: 518\"}}");
    }

    @Test
    void aResultThatComesAfterTheServiceGaveUpIsUnexpected() {
        CommandId key = script.add(Requests.endorsementKey(1));
        for (int i = 0; i <= QueueScript.MAX_DELIVERIES; i++) {
            script.fetch();
        }
        assertThat(script.commandStatus(key)).isEqualTo(FAILED);
        script.turnPage();
        script.report(ok(key + ".5"));
        assertThat(script.commandStatus(key)).isEqualTo(FAILED);
        assertThat(script.kinds()).containsExactly(Kind.UNEXPECTED_ANSWER);
    }

    @Test
    void correlationIdsCountPerDeviceInLowerCaseHexWithoutPadding() {
        script.withAttempts(9);
        CommandId first = script.add(Requests.endorsementKey(1));
        CommandId second = script.add(Requests.key(2));
        assertThat(script.fetch()).isEqualTo(List.of(first + ".a", second + ".b.s", second + ".b"));
        assertThat(script.fetch()).isEqualTo(List.of(first + ".c", second + ".d.s", second + ".d"));
    }

    @Test
    void theCounterBeginsAnewAfterFffff() {
        script.withAttempts(0xffffe);
        CommandId first = script.add(Requests.key(1));
        CommandId second = script.add(Requests.endorsementKey(2));
        CommandId third = script.add(Requests.endorsementKey(3));
        List<String> batch = script.fetch();
        assertThat(batch).containsExactly(first + ".fffff.s", first + ".fffff", second + ".1", third + ".2");
        assertThat(batch).allMatch(id -> id.length() <= 45);
        script.fetch();
        script.report(ok(first + ".fffff"));
        assertThat(script.commandStatus(first)).isEqualTo(IN_PROGRESS);
        script.report(ok(first + ".3"), ok(second + ".4"), ok(third + ".5"));
        assertThat(script.statuses()).containsOnly(SUCCEEDED);
    }
}
