package io.latebind.server.provisioning.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.ProvisioningQueue;
import io.latebind.server.provisioning.QueuedCommand;
import io.latebind.server.provisioning.RunFacts;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which rules add their commands at a fetch, and which do not (specification 7.2). */
class AppendRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ProvisioningQueue EMPTY = new ProvisioningQueue(List.of(), RunFacts.NONE, 0);

    private static BoundRule rule(int number, int commands) {
        return new BoundRule(of(number, commands, true, 1, 1), 0, false, true);
    }

    private static ProvisioningRule of(int number, int commands, boolean active, int version, int applied) {
        return new ProvisioningRule(
                new RuleId(new UUID(0, number)),
                "r" + number,
                Optional.empty(),
                active,
                version,
                applied,
                Collections.nCopies(
                        commands,
                        new NewCommand(Optional.of("by r" + number), new CommandRequest.Config(Map.of("a", "b")))),
                List.of("t"),
                RuleTrust.FIRST_USE,
                new MemberId(new UUID(0, 0)),
                NOW,
                NOW);
    }

    private static AppendRules.Appended append(ProvisioningQueue queue, BoundRule... rules) {
        List<BoundRule> list = List.of(rules);
        List<CommandId> ids = IntStream.range(0, AppendRules.idsFor(list))
                .mapToObj(number -> new CommandId(new UUID(queue.commands().size() + 1L, number)))
                .toList();
        return AppendRules.append(queue, list, ids, NOW);
    }

    private static List<String> createdBy(ProvisioningQueue queue) {
        return queue.listed().stream().map(QueuedCommand::createdBy).toList();
    }

    @Test
    void addsRulesInTheirOrderAndOneFinishedBehindThemAll() {
        AppendRules.Appended appended = append(EMPTY, rule(1, 2), rule(2, 1));
        assertThat(createdBy(appended.queue())).containsExactly("rule r1 v1", "rule r1 v1", "rule r2 v1");
        assertThat(appended.queue().commands()).hasSize(4);
        assertThat(appended.queue().commands().getLast().implicit()).isTrue();
        assertThat(appended.marks())
                .containsExactly(
                        new RuleMark(new RuleId(new UUID(0, 1)), 1, false),
                        new RuleMark(new RuleId(new UUID(0, 2)), 1, false));
        assertThat(appended.history())
                .extracting(HistoryEntry::text)
                .first()
                .isEqualTo("rule r1 v1 added its 2 commands");
    }

    @Test
    void addsNothingTwiceAndNothingOfARuleThatIsInactiveOrPassesOver() {
        AppendRules.Appended appended = append(
                EMPTY,
                new BoundRule(of(1, 1, true, 2, 1), 1, false, true),
                new BoundRule(of(2, 1, false, 1, 1), 0, false, true),
                new BoundRule(of(3, 1, true, 1, 1), 0, false, false));
        assertThat(appended.queue()).isEqualTo(EMPTY);
        assertThat(appended.marks()).isEmpty();
        assertThat(appended.history()).isEmpty();
    }

    @Test
    void givesTheNewestVersionToWhoeverHasNoneAndToWhoeverHasLessThanTheAppliedOne() {
        AppendRules.Appended appended = append(
                EMPTY,
                new BoundRule(of(1, 1, true, 3, 1), 0, false, true),
                new BoundRule(of(2, 1, true, 3, 2), 1, false, true),
                new BoundRule(of(3, 1, true, 3, 2), 2, false, true));
        assertThat(createdBy(appended.queue())).containsExactly("rule r1 v3", "rule r2 v3");
    }

    @Test
    void letsARuleWaitAsAWholeAndOthersPassIt() {
        ProvisioningQueue full = append(EMPTY, rule(1, 18)).queue();
        AppendRules.Appended appended = append(full, rule(2, 3), rule(3, 2));
        assertThat(createdBy(appended.queue()))
                .hasSize(20)
                .doesNotContain("rule r2 v1")
                .endsWith("rule r3 v1");
        assertThat(appended.marks())
                .containsExactly(
                        new RuleMark(new RuleId(new UUID(0, 2)), 0, true),
                        new RuleMark(new RuleId(new UUID(0, 3)), 1, false));
        assertThat(appended.history().getFirst().text()).contains("r2 v1 waits", "3 commands", "room for 2");
    }

    @Test
    void saysOnlyOnceThatARuleWaits() {
        ProvisioningQueue full = append(EMPTY, rule(1, 20)).queue();
        AppendRules.Appended appended = append(full, new BoundRule(of(2, 1, true, 1, 1), 0, true, true));
        assertThat(appended.queue()).isEqualTo(full);
        assertThat(appended.waiting()).hasSize(1);
        assertThat(appended.history()).isEmpty();
        assertThat(appended.marks()).isEmpty();
    }

    @Test
    void keepsInMindWhatADeviceHadOfARuleThatWaits() {
        ProvisioningQueue full = append(EMPTY, rule(1, 20)).queue();
        AppendRules.Appended appended = append(full, new BoundRule(of(2, 1, true, 2, 2), 1, false, true));
        assertThat(appended.marks()).containsExactly(new RuleMark(new RuleId(new UUID(0, 2)), 1, true));
    }
}
