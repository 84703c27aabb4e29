package io.latebind.server.provisioning.rule;

import io.latebind.contract.device.CommandId;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.provisioning.AdditionRules;
import io.latebind.server.provisioning.DeviceSession;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.ProvisioningQueue;
import io.latebind.server.provisioning.QueueRules;
import io.latebind.server.provisioning.StatusRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What rules add to a device's queue when it fetches (specification 7.2). Pure. */
public final class AppendRules {
    private AppendRules() {}

    /**
     * @param queue the queue after it
     * @param added the rules whose commands it holds now
     * @param waiting the rules for which it has no room
     * @param marks what is to be stored of both
     */
    public record Appended(
            ProvisioningQueue queue,
            List<BoundRule> added,
            List<BoundRule> waiting,
            List<RuleMark> marks,
            List<HistoryEntry> history) {}

    /** Whether rules are to be asked at this visit at all: never in ERROR and BLOCKED, nor while those that wait have no room. */
    public static boolean askedIn(DeviceSession session) {
        return session.placesForRules().isPresent()
                && !session.blocked()
                && StatusRules.statusOf(session.queue()) != DeviceStatus.ERROR
                && (session.placesForRules().getAsInt() == 0
                        || QueueRules.hasRoomFor(
                                session.queue(), session.placesForRules().getAsInt()));
    }

    /**
     * @param rules in the order of their creation; those that are not due, or pass over the device, are left out
     * @param ids as {@link #idsFor} says
     */
    public static Appended append(ProvisioningQueue queue, List<BoundRule> rules, List<CommandId> ids, Instant now) {
        ProvisioningQueue after = queue;
        List<BoundRule> added = new ArrayList<>();
        List<BoundRule> waiting = new ArrayList<>();
        List<RuleMark> marks = new ArrayList<>();
        List<HistoryEntry> history = new ArrayList<>();
        int used = 0;
        for (BoundRule bound : rules) {
            ProvisioningRule rule = bound.rule();
            int count = rule.commands().size();
            if (!bound.due() || !bound.trusted()) {
                continue;
            }
            if (QueueRules.hasRoomFor(after, count)) {
                List<CommandId> own = ids.subList(used, used + count);
                after = AdditionRules.append(after, rule.commands(), rule.origin(), rule.signature(), own, now);
                used += count;
                added.add(bound);
                marks.add(new RuleMark(rule.id(), rule.version(), false));
                history.add(HistoryEntry.ruleApplied(rule.signature(), count));
            } else {
                waiting.add(bound);
                if (!bound.waiting()) {
                    int free = QueueRules.MAX_COMMANDS - after.counted().size();
                    marks.add(new RuleMark(rule.id(), bound.received(), true));
                    history.add(HistoryEntry.ruleWaiting(rule.signature(), count, free));
                }
            }
        }
        ProvisioningQueue finished = added.isEmpty() ? after : AdditionRules.finish(after, ids.getLast(), now);
        return new Appended(finished, added, waiting, marks, history);
    }

    /** How many ids {@link #append} may need: one for each command, and one for the implicit {@code finished}. */
    public static int idsFor(List<BoundRule> rules) {
        return 1
                + rules.stream()
                        .mapToInt(bound -> bound.rule().commands().size())
                        .sum();
    }
}
