package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.server.device.DeviceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The device status, read off a log of everything that happened, by the words of specification 2.1; it shares nothing with the
 * rules. BLOCKED is left out.
 */
final class StatusOracle {
    /** What happened to a queue. */
    sealed interface Event {
        record Claimed() implements Event {}

        record Added(CommandId id, CommandType type, By by) implements Event {}

        record Delivered(Collection<CommandId> ids) implements Event {}

        record Succeeded(CommandId id, boolean certificateToCome) implements Event {}

        /** The certificate for the key that {@code key} made is there, and nobody waits for it any more. */
        record Certified(CommandId key, CommandId certificate) implements Event {}

        record Failed(CommandId id, boolean byDevice) implements Event {}

        record PutBack(CommandId id) implements Event {}

        record Reset(CommandId id) implements Event {}

        record Skipped(CommandId id) implements Event {}

        record Deleted(CommandId id) implements Event {}

        record Discarded() implements Event {}

        record WholeReset() implements Event {}
    }

    /** Who put a command into the queue; the service: an implicit {@code finished}, and certificates. */
    enum By {
        USER,
        RULE,
        SERVICE,
        CERTIFICATE
    }

    /**
     * A command as far as it counts for the status.
     *
     * @param awaiting a certificate is to come for its key
     * @param key the command that made the key that it certifies
     */
    record Fact(
            CommandType type, CommandStatus status, boolean deleted, By by, boolean awaiting, Optional<CommandId> key) {
        private Fact now(CommandStatus changed) {
            return new Fact(type, changed, deleted, by, false, key);
        }

        private Fact awaiting(boolean certificate) {
            return new Fact(type, status, deleted, by, certificate, key);
        }

        /** A certificate that is to come counts as something open. */
        private boolean counts() {
            return status.open() || awaiting;
        }

        private boolean openImplicit() {
            return by == By.SERVICE && status.open();
        }
    }

    /** @param begins a run begins with the event */
    private record Moment(
            Event event, Map<CommandId, Fact> facts, boolean begins, boolean goingOn, DeviceStatus status) {}

    private final List<Moment> log = new ArrayList<>();

    StatusOracle() {
        happened(new Event.Claimed());
    }

    DeviceStatus status() {
        return log.getLast().status();
    }

    Fact fact(CommandId id) {
        return known(facts(), id);
    }

    /** In the order of the queue, deleted ones included. */
    Map<CommandId, Fact> facts() {
        return log.getLast().facts();
    }

    void happened(Event event) {
        Map<CommandId, Fact> before = log.isEmpty() ? Map.of() : facts();
        Map<CommandId, Fact> after = applied(event, before);
        boolean open = after.values().stream().anyMatch(Fact::counts);
        boolean goingOnBefore = !log.isEmpty() && log.getLast().goingOn();
        boolean acknowledged = event instanceof Event.Succeeded(CommandId id, boolean _)
                && known(before, id).type() == CommandType.FINISHED;
        boolean begins = begins(event, before, open, goingOnBefore, acknowledged);
        boolean ends = !open || event instanceof Event.Failed || acknowledged;
        boolean goingOn = begins ? open : goingOnBefore && !ends;
        log.add(new Moment(event, after, begins, goingOn, DeviceStatus.READY));
        log.set(log.size() - 1, new Moment(event, after, begins, goingOn, firstMatch(after, open)));
    }

    private static boolean begins(
            Event event, Map<CommandId, Fact> before, boolean open, boolean goingOnBefore, boolean acknowledged) {
        return switch (event) {
            case Event.Reset _ -> true;
            case Event.WholeReset _ -> open;
            case Event.Skipped(CommandId id) -> known(before, id).status() == CommandStatus.FAILED;
            case Event.Deleted(CommandId id) -> known(before, id).status() == CommandStatus.FAILED;
            case Event.Added _, Event.Certified _ -> !goingOnBefore;
            case Event.Succeeded _ -> acknowledged && open;
            case Event.Claimed _, Event.Delivered _, Event.Failed _, Event.PutBack _, Event.Discarded _ -> false;
        };
    }

    private static Fact known(Map<CommandId, Fact> facts, CommandId id) {
        return Objects.requireNonNull(facts.get(id), () -> "the queue never had a command " + id);
    }

    private static Map<CommandId, Fact> applied(Event event, Map<CommandId, Fact> before) {
        Map<CommandId, Fact> facts = new LinkedHashMap<>(before);
        switch (event) {
            case Event.Claimed _ -> facts.clear();
            case Event.Added(CommandId id, CommandType type, By by) -> add(facts, id, type, by);
            case Event.Delivered(Collection<CommandId> ids) ->
                ids.forEach(id -> facts.computeIfPresent(id, (_, fact) -> fact.now(CommandStatus.IN_PROGRESS)));
            case Event.Succeeded(CommandId id, boolean certificateToCome) ->
                facts.computeIfPresent(
                        id, (_, fact) -> fact.now(CommandStatus.SUCCEEDED).awaiting(certificateToCome));
            case Event.Certified(CommandId key, CommandId certificate) -> certify(facts, key, certificate);
            case Event.Failed(CommandId id, boolean _) ->
                facts.computeIfPresent(id, (_, fact) -> fact.now(CommandStatus.FAILED));
            case Event.PutBack(CommandId id) ->
                facts.computeIfPresent(id, (_, fact) -> fact.now(CommandStatus.PENDING));
            case Event.Reset(CommandId id) -> {
                facts.computeIfPresent(id, (_, fact) -> fact.now(CommandStatus.PENDING));
                facts.values()
                        .removeIf(fact -> fact.key().filter(id::equals).isPresent()
                                && fact.status().open());
            }
            case Event.Skipped(CommandId id) ->
                facts.computeIfPresent(id, (_, fact) -> fact.now(CommandStatus.SKIPPED));
            case Event.Deleted(CommandId id) -> {
                facts.computeIfPresent(
                        id,
                        (_, fact) -> lasts(fact)
                                ? new Fact(fact.type(), fact.status(), true, fact.by(), false, fact.key())
                                : null);
                if (!wantsImplicit(facts)) {
                    facts.values().removeIf(Fact::openImplicit);
                }
            }
            case Event.Discarded _ -> {
                facts.values().removeIf(fact -> !lasts(fact));
                facts.replaceAll((_, fact) -> fact.awaiting(false));
            }
            case Event.WholeReset _ -> {
                facts.values().removeIf(fact -> fact.deleted() || fact.by() != By.USER);
                facts.replaceAll((_, fact) -> fact.now(CommandStatus.PENDING));
            }
        }
        return facts;
    }

    /** An open implicit {@code finished} stays last, and an explicit one takes its place. */
    private static void add(Map<CommandId, Fact> facts, CommandId id, CommandType type, By by) {
        Map<CommandId, Fact> implicit = new LinkedHashMap<>(facts);
        implicit.values().removeIf(fact -> !fact.openImplicit());
        facts.keySet().removeAll(implicit.keySet());
        facts.put(id, new Fact(type, CommandStatus.PENDING, false, by, false, Optional.empty()));
        if (type != CommandType.FINISHED) {
            facts.putAll(implicit);
        }
    }

    /** Before the first open {@code finished} behind its key, else at the end (specification 4.1). */
    private static void certify(Map<CommandId, Fact> facts, CommandId key, CommandId certificate) {
        facts.computeIfPresent(key, (_, fact) -> fact.awaiting(false));
        Map<CommandId, Fact> before = new LinkedHashMap<>(facts);
        Fact added = new Fact(
                CommandType.CLIENT_CERTIFICATE, CommandStatus.PENDING, false, By.CERTIFICATE, false, Optional.of(key));
        facts.clear();
        boolean behindKey = false;
        for (Map.Entry<CommandId, Fact> each : before.entrySet()) {
            boolean openFinished = each.getValue().type() == CommandType.FINISHED
                    && each.getValue().status().open();
            if (behindKey && openFinished) {
                facts.putIfAbsent(certificate, added);
            }
            facts.put(each.getKey(), each.getValue());
            behindKey = behindKey || each.getKey().equals(key);
        }
        facts.putIfAbsent(certificate, added);
    }

    /** Whether a command of a rule is left behind the last {@code finished} that is not the open implicit one. */
    static boolean wantsImplicit(Map<CommandId, Fact> facts) {
        boolean wanted = false;
        for (Fact fact : facts.values()) {
            if (fact.type() == CommandType.FINISHED) {
                wanted = wanted && fact.openImplicit();
            } else if (fact.by() == By.RULE && !fact.deleted()) {
                wanted = true;
            }
        }
        return wanted;
    }

    private static boolean lasts(Fact fact) {
        return fact.status() == CommandStatus.SUCCEEDED || fact.status() == CommandStatus.SKIPPED;
    }

    /** The table, from top to bottom. */
    private DeviceStatus firstMatch(Map<CommandId, Fact> facts, boolean open) {
        List<CommandStatus> statuses = facts.values().stream().map(Fact::status).toList();
        if (statuses.contains(CommandStatus.FAILED)) {
            return DeviceStatus.ERROR;
        }
        if (open && (statuses.contains(CommandStatus.IN_PROGRESS) || deliveredInThisRun())) {
            return DeviceStatus.PROVISIONING;
        }
        if (open && lastRunEndedInAwaiting()) {
            return DeviceStatus.AWAITING;
        }
        if (open || !anyResult()) {
            return DeviceStatus.READY;
        }
        List<Fact> left = facts.values().stream()
                .filter(fact -> fact.status() != CommandStatus.SKIPPED)
                .toList();
        boolean provisioned = !left.isEmpty()
                && left.getLast().type() == CommandType.FINISHED
                && left.getLast().status() == CommandStatus.SUCCEEDED;
        return provisioned ? DeviceStatus.PROVISIONED : DeviceStatus.AWAITING;
    }

    private boolean deliveredInThisRun() {
        return log.subList(lastBeginning(log.size()), log.size()).stream()
                .anyMatch(moment -> moment.event() instanceof Event.Delivered);
    }

    private boolean lastRunEndedInAwaiting() {
        int begin = lastBeginning(log.size());
        boolean anEarlierOne = begin > forgotten() && lastBeginning(begin) >= forgotten();
        return anEarlierOne && log.get(begin - 1).status() == DeviceStatus.AWAITING;
    }

    private boolean anyResult() {
        return log.subList(forgotten(), log.size()).stream()
                .map(Moment::event)
                .anyMatch(event -> event instanceof Event.Succeeded
                        || (event instanceof Event.Failed(CommandId _, boolean byDevice) && byDevice));
    }

    private int lastBeginning(int before) {
        int index = before - 1;
        while (index >= 0 && !log.get(index).begins()) {
            index--;
        }
        return index;
    }

    /** Where the claim or the last whole reset is. */
    private int forgotten() {
        int index = log.size() - 1;
        while (!(log.get(index).event() instanceof Event.Claimed)
                && !(log.get(index).event() instanceof Event.WholeReset)) {
            index--;
        }
        return index;
    }
}
