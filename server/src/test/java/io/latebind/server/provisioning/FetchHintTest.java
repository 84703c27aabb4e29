package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.QueueScript.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameter {@code after}, and results that were lost (specification 3.1). */
class FetchHintTest {
    private final QueueScript script = new QueueScript();
    private final CommandId first = script.add(Requests.endorsementKey(1));
    private final CommandId second = script.add(Requests.endorsementKey(2));

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "\0", "01900000-0000-0000-0000-000000000001", "....", "é"})
    void whatIsNoIdMeansEmpty(String after) {
        script.fetch();
        script.turnPage();
        assertThat(fetchAfter(after)).containsExactly(first + ".3", second + ".4");
        assertThat(script.kinds()).containsExactly(Kind.DELIVERED);
    }

    @Test
    void unknownAndForeignIdsMeanEmpty() {
        script.fetch();
        script.turnPage();
        fetchAfter(new CommandId(new UUID(7, 7)) + ".1");
        fetchAfter(first + ".fffff");
        assertThat(script.kinds()).containsOnly(Kind.DELIVERED);
    }

    @Test
    void whatTheDeviceHasPassedWithoutARecordedResultIsLostAndDeliveredAgain() {
        script.fetch();
        script.turnPage();
        assertThat(fetchAfter(first + ".1")).containsExactly(first + ".3", second + ".4");
        assertThat(script.kinds()).containsExactly(Kind.RESULT_LOST, Kind.DELIVERED);
        assertThat(lost()).containsExactly(first);
    }

    @Test
    void everythingUpToTheLastProcessedOneIsLost() {
        script.fetch();
        script.turnPage();
        fetchAfter(second + ".2");
        assertThat(lost()).containsExactly(first, second);
    }

    @Test
    void aRecordedResultIsNotLost() {
        script.fetch();
        script.report(ok(first + ".1"), ok(second + ".2"));
        script.turnPage();
        fetchAfter(second + ".2");
        assertThat(script.kinds()).isEmpty();
    }

    @Test
    void aLaterDeliveryThatTheDeviceHasNotPassedIsNotLost() {
        script.fetch();
        script.fetch();
        script.turnPage();
        fetchAfter(second + ".2");
        assertThat(lost()).as("attempts 3 and 4 are still on their way").isEmpty();
    }

    @Test
    void aVoidAttemptSaysNothing() {
        script.fetch();
        script.reset(first);
        script.fetch();
        script.turnPage();
        fetchAfter(first + ".1");
        assertThat(lost()).isEmpty();
    }

    private List<String> fetchAfter(String after) {
        return script.fetch(false, after).stream()
                .map(DeviceCommand::correlation)
                .toList();
    }

    private List<CommandId> lost() {
        return script.history().stream()
                .filter(entry -> entry.kind() == Kind.RESULT_LOST)
                .map(HistoryEntry::command)
                .flatMap(Optional::stream)
                .toList();
    }
}
