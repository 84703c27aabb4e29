package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.crash.JournalLine.Executed;
import io.latebind.acceptance.crash.JournalLine.Fetched;
import io.latebind.acceptance.crash.JournalLine.Held;
import io.latebind.acceptance.crash.JournalLine.ReportAcknowledged;
import io.latebind.acceptance.crash.JournalLine.ReportSent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalComparisonTest {
    private static final String KEY = "11111111-1111-1111-1111-111111111111";
    private static final String CONFIG = "22222222-2222-2222-2222-222222222222";
    private static final String FINISHED = "33333333-3333-3333-3333-333333333333";

    private final LateDevice device = LateDevice.create();
    private final LateDevice.MadeKey first = device.makeKey(7);
    private final LateDevice.MadeKey second = device.makeKey(7);

    /** The report of the first round was lost; key and settings were executed twice. */
    private final List<JournalLine> lines = new ArrayList<>(List.of(
            new Fetched(List.of(KEY + ".1.s", KEY + ".1", CONFIG + ".2")),
            executed(KEY + ".1.s"),
            executed(KEY + ".1", first),
            executed(CONFIG + ".2"),
            new ReportSent(List.of(KEY + ".1.s", KEY + ".1", CONFIG + ".2")),
            new Fetched(List.of(KEY + ".3.s", KEY + ".3", CONFIG + ".4", FINISHED + ".5")),
            executed(KEY + ".3.s"),
            executed(KEY + ".3", second),
            executed(CONFIG + ".4"),
            new ReportSent(List.of(KEY + ".3.s", KEY + ".3", CONFIG + ".4", FINISHED + ".5")),
            new ReportAcknowledged(List.of(KEY + ".3.s", KEY + ".3", CONFIG + ".4", FINISHED + ".5"))));

    private static Executed executed(String correlation) {
        return new Executed(correlation, false, "OK\r\n", Optional.empty());
    }

    private static Executed executed(String correlation, LateDevice.MadeKey key) {
        return new Executed(correlation, false, key.reply(), Optional.of(new Held(7, 2, key.fingerprint())));
    }

    private static CommandSeen key(LateDevice.MadeKey recorded) {
        return new CommandSeen(
                KEY, "clientPrivateKeyGeneration", "SUCCEEDED", Optional.of(recorded.token()), Optional.empty());
    }

    private static CommandSeen succeeded(String id, String type) {
        return new CommandSeen(id, type, "SUCCEEDED", Optional.empty(), Optional.empty());
    }

    private List<CommandSeen> commands(LateDevice.MadeKey recorded) {
        return List.of(key(recorded), succeeded(CONFIG, "config"), succeeded(FINISHED, "finished"));
    }

    private List<String> problems(List<CommandSeen> commands, UserActions user) {
        return JournalComparison.problems(new DeviceJournal(lines), commands, user);
    }

    private static UserActions posted(String... ids) {
        return new UserActions(List.of(ids), 0, Set.of(), Set.of());
    }

    private static UserActions allPosted() {
        return posted(KEY, CONFIG, FINISHED);
    }

    @Test
    void agreesWithAServiceThatKeptItsPromise() {
        assertThat(problems(commands(second), allPosted())).isEmpty();
    }

    @Test
    void catchesAKeyOfAnEarlierExecution() {
        assertThat(problems(commands(first), allPosted()))
                .anyMatch(problem -> problem.startsWith("wrong key: the modem holds another"))
                .anyMatch(problem -> problem.startsWith("recorded result is not that of the last execution"));
    }

    @Test
    void catchesAnExecutionAfterTheResultWasAcknowledged() {
        lines.add(new Fetched(List.of(CONFIG + ".6")));
        lines.add(executed(CONFIG + ".6"));
        assertThat(problems(commands(second), allPosted()))
                .containsExactly("executed after its result was acknowledged: " + CONFIG + ".6");
    }

    @Test
    void allowsAnExecutionAfterAReset() {
        lines.add(new Fetched(List.of(CONFIG + ".6")));
        lines.add(executed(CONFIG + ".6"));
        UserActions user = new UserActions(List.of(KEY, CONFIG, FINISHED), 0, Set.of(CONFIG), Set.of());
        assertThat(problems(commands(second), user)).isEmpty();
    }

    @Test
    void catchesCommandsExecutedInAnotherOrder() {
        Collections.swap(lines, 2, 3);
        assertThat(problems(commands(second), allPosted()))
                .singleElement()
                .asString()
                .startsWith("order: config");
    }

    @Test
    void catchesALostPost() {
        String lost = "44444444-4444-4444-4444-444444444444";
        assertThat(problems(commands(second), posted(KEY, CONFIG, FINISHED, lost)))
                .containsExactly("lost POST: command " + lost + " was acknowledged and is not there");
    }

    @Test
    void catchesPostsInAnotherOrder() {
        assertThat(problems(commands(second), posted(CONFIG, KEY, FINISHED)))
                .singleElement()
                .asString()
                .startsWith("order of the queue");
    }

    @Test
    void catchesACommandThatNobodyPosted() {
        assertThat(problems(commands(second), posted(KEY, CONFIG))).containsExactly("1 commands more than were posted");
    }

    @Test
    void allowsACommandOfAPostWithoutAnswer() {
        assertThat(problems(commands(second), new UserActions(List.of(KEY, CONFIG), 1, Set.of(), Set.of())))
                .isEmpty();
    }

    @Test
    void catchesAResultOfWhatWasNeverExecuted() {
        lines.removeIf(line -> line instanceof Executed executed
                && JournalLine.commandOf(executed.correlation()).equals(CONFIG));
        assertThat(problems(commands(second), allPosted()))
                .singleElement()
                .asString()
                .startsWith("result of nothing: config");
    }

    @Test
    void catchesACorrelationIdUsedTwice() {
        lines.add(new Fetched(List.of(FINISHED + ".5")));
        assertThat(problems(commands(second), allPosted()))
                .containsExactly("correlation id used twice: " + FINISHED + ".5");
    }

    @Test
    void catchesACommandWithoutAnEnd() {
        List<CommandSeen> open = List.of(
                key(second),
                succeeded(CONFIG, "config"),
                new CommandSeen(FINISHED, "finished", "IN_PROGRESS", Optional.empty(), Optional.empty()));
        assertThat(problems(open, allPosted())).singleElement().asString().startsWith("not ended: finished");
    }

    @Test
    void catchesAFailureThatTheDeviceDidNotReport() {
        List<CommandSeen> failed = List.of(
                key(second),
                new CommandSeen(CONFIG, "config", "FAILED", Optional.empty(), Optional.of("no room")),
                succeeded(FINISHED, "finished"));
        assertThat(problems(failed, allPosted()))
                .singleElement()
                .asString()
                .startsWith("recorded result is not that of the last execution: config");
    }
}
