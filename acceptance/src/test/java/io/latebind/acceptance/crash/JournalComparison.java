package io.latebind.acceptance.crash;

import io.latebind.acceptance.crash.JournalLine.Executed;
import io.latebind.acceptance.crash.JournalLine.Fetched;
import io.latebind.acceptance.crash.JournalLine.Held;
import io.latebind.acceptance.crash.JournalLine.ReportAcknowledged;
import io.latebind.acceptance.crash.JournalLine.ReportSent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The promise of specification 3, checked from outside: what one device lived through against what REST says of it once all its
 * commands have ended. Every broken part of the promise is one line of {@link #problems}.
 */
final class JournalComparison {
    private final DeviceJournal journal;
    private final List<CommandSeen> commands;
    private final UserActions user;
    private final List<String> problems = new ArrayList<>();

    private JournalComparison(DeviceJournal journal, List<CommandSeen> commands, UserActions user) {
        this.journal = journal;
        this.commands = commands;
        this.user = user;
    }

    /** @param commands in the order of the queue */
    static List<String> problems(DeviceJournal journal, List<CommandSeen> commands, UserActions user) {
        JournalComparison comparison = new JournalComparison(journal, commands, user);
        comparison.everyAcknowledgedPostIsThere();
        comparison.correlationsAreNewEachTime();
        commands.forEach(comparison::recordedIsWhatHappenedLast);
        comparison.modemHoldsRecordedKeys();
        comparison.everyCertifiedKeyHasItsCertificate();
        comparison.nothingRanAfterItsResultWasTaken();
        comparison.orderHeld();
        return List.copyOf(comparison.problems);
    }

    private void everyAcknowledgedPostIsThere() {
        List<String> listed = commands.stream()
                .filter(command -> command.issuedFor().isEmpty())
                .map(CommandSeen::id)
                .toList();
        for (String id : user.acknowledged()) {
            if (!listed.contains(id)) {
                problems.add("lost POST: command " + id + " was acknowledged and is not there");
            }
        }
        List<String> known =
                listed.stream().filter(user.acknowledged()::contains).toList();
        List<String> expected =
                user.acknowledged().stream().filter(listed::contains).toList();
        if (!known.equals(expected)) {
            problems.add("order of the queue: posted " + expected + ", listed " + known);
        }
        int unexplained = listed.size() - known.size() - user.unanswered();
        if (unexplained > 0) {
            problems.add(unexplained + " commands more than were posted");
        }
    }

    private void correlationsAreNewEachTime() {
        Set<String> seen = new HashSet<>();
        for (JournalLine line : journal.lines()) {
            if (line instanceof Fetched(List<String> correlations)) {
                correlations.stream()
                        .filter(correlation -> !seen.add(correlation))
                        .forEach(again -> problems.add("correlation id used twice: " + again));
            }
        }
    }

    private void recordedIsWhatHappenedLast(CommandSeen command) {
        switch (command.status()) {
            case "SKIPPED" -> {}
            case "SUCCEEDED", "FAILED" -> ended(command);
            default -> problems.add("not ended: " + command);
        }
    }

    private void ended(CommandSeen command) {
        if (command.finished()) {
            if (firstPlaceOf(command).isEmpty()) {
                problems.add("result of nothing: " + command + " was never reported");
            }
            return;
        }
        List<Executed> executions = journal.executionsOf(command.id());
        if (executions.isEmpty()) {
            problems.add("result of nothing: " + command + " was never executed");
            return;
        }
        Executed last = executions.getLast();
        boolean same = command.succeeded()
                ? !last.failed()
                        && command.token().map(last.message()::contains).orElse(true)
                : last.failed()
                        && command.error().map(last.message().trim()::equals).orElse(false);
        if (!same) {
            problems.add("recorded result is not that of the last execution: " + command + ", executed "
                    + executions.size() + " times, last as " + last.correlation());
        }
        Optional<String> held = last.held().map(Held::fingerprint);
        Optional<String> recorded =
                command.succeeded() ? command.token().map(ReportedKey::fingerprint) : Optional.empty();
        if (recorded.isPresent() && !recorded.equals(held)) {
            problems.add("wrong key: " + command + " recorded " + recorded.get() + ", the device made "
                    + held.orElse("none") + " in its last execution");
        }
    }

    /** Per security tag: the last one who wrote the key. */
    private void modemHoldsRecordedKeys() {
        Map<Long, Executed> lastWriters = new HashMap<>();
        for (JournalLine line : journal.lines()) {
            if (line instanceof Executed executed
                    && executed.held().isPresent()
                    && executed.held().get().type() == Held.PRIVATE_KEY) {
                lastWriters.put(executed.held().get().secTag(), executed);
            }
        }
        lastWriters.forEach((secTag, writer) -> commands.stream()
                .filter(command -> command.id().equals(JournalLine.commandOf(writer.correlation()))
                        && command.succeeded()
                        && command.token().isPresent())
                .filter(command -> !writer.held()
                        .map(Held::fingerprint)
                        .equals(command.token().map(ReportedKey::fingerprint)))
                .forEach(command -> problems.add("wrong key: the modem holds another one in secTag " + secTag
                        + " than the one recorded for " + command)));
    }

    /** Issued and delivered before the device was let go, for the key that is recorded. */
    private void everyCertifiedKeyHasItsCertificate() {
        for (CommandSeen command : commands) {
            if (!command.type().equals("cloudAccessKeyGeneration") || !command.succeeded()) {
                continue;
            }
            boolean certified = commands.stream()
                    .anyMatch(other -> other.succeeded()
                            && other.issuedFor().filter(command.id()::equals).isPresent());
            if (!certified && !user.skipped().contains(command.id())) {
                problems.add("lost certificate: the key of " + command + " has none that the device holds");
            }
        }
    }

    /** An acknowledgement counts when it was for the newest attempt that the device had. */
    private void nothingRanAfterItsResultWasTaken() {
        Map<String, String> newest = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (JournalLine line : journal.lines()) {
            switch (line) {
                case Fetched(List<String> correlations) ->
                    correlations.stream()
                            .filter(JournalLine::isCommandItself)
                            .forEach(correlation -> newest.put(JournalLine.commandOf(correlation), correlation));
                case ReportAcknowledged(List<String> correlations) ->
                    correlations.stream()
                            .filter(correlation ->
                                    Objects.equals(newest.get(JournalLine.commandOf(correlation)), correlation))
                            .map(JournalLine::commandOf)
                            .filter(command -> !user.reset().contains(command))
                            .forEach(taken::add);
                case Executed executed -> {
                    if (taken.contains(JournalLine.commandOf(executed.correlation()))) {
                        problems.add("executed after its result was acknowledged: " + executed.correlation());
                    }
                }
                case ReportSent _ -> {}
            }
        }
    }

    /** First executions follow the queue; what was skipped for a while may come later. */
    private void orderHeld() {
        int before = -1;
        for (CommandSeen command : commands) {
            Optional<Integer> first = firstPlaceOf(command);
            boolean laterThanItsPlace = user.skipped().contains(command.id())
                    // a key that was made anew has its certificate where the queue is then
                    || command.issuedFor().filter(user.reset()::contains).isPresent();
            if (!command.succeeded() || laterThanItsPlace || first.isEmpty()) {
                continue;
            }
            if (first.get() <= before) {
                problems.add("order: " + command + " was executed before one that stands in front of it");
            }
            before = Math.max(before, first.get());
        }
    }

    /** Where in the journal the command was first executed; {@code finished} when it was first reported. */
    private Optional<Integer> firstPlaceOf(CommandSeen command) {
        for (int i = 0; i < journal.lines().size(); i++) {
            boolean here = switch (journal.lines().get(i)) {
                case Executed executed ->
                    JournalLine.isCommandItself(executed.correlation())
                            && JournalLine.commandOf(executed.correlation()).equals(command.id());
                case ReportSent(List<String> correlations) ->
                    command.finished()
                            && correlations.stream()
                                    .anyMatch(
                                            sent -> JournalLine.commandOf(sent).equals(command.id()));
                case Fetched _, ReportAcknowledged _ -> false;
            };
            if (here) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
