package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import java.util.Optional;

/**
 * One line of a device's history, in plain language.
 *
 * @param command the command that it is about, where there is one
 * @param text what happened, why, and what to do about it; never a secret
 */
public record HistoryEntry(Kind kind, Optional<CommandId> command, String text) {
    /** What kind of thing happened; stable names, counted in metrics. */
    public enum Kind {
        PROVEN,
        DELIVERED,
        ANSWERED,
        FAILED,
        RESULT_LOST,
        UNEXPECTED_ANSWER,
        UNDELIVERABLE,
        NEVER_CAME_BACK,
        OVERWRITTEN,
        REFUSED,
        MALFORMED,
        RULE_APPLIED,
        RULE_WAITING,
        /** The identity registry says otherwise than a pin or the claim's token. */
        CONTRADICTED
    }

    /** The first JWT that verified. */
    public static HistoryEntry proven() {
        return of(
                Kind.PROVEN, "the device has proven its key for the first time; from now on no other key is accepted");
    }

    /** @param reason why the JWT proves nothing */
    public static HistoryEntry refused(String reason) {
        return of(Kind.REFUSED, "refused: " + reason);
    }

    /** @param reason why the report is none */
    public static HistoryEntry malformed(String reason) {
        return of(Kind.MALFORMED, "the device sent a report that is not well-formed, nothing was recorded: " + reason);
    }

    /** @param rule its name and version */
    public static HistoryEntry ruleApplied(String rule, int commands) {
        return of(Kind.RULE_APPLIED, rule + " added its " + counted(commands));
    }

    /**
     * @param rule its name and version
     * @param free how many commands the queue could still take
     */
    public static HistoryEntry ruleWaiting(String rule, int commands, int free) {
        return of(
                Kind.RULE_WAITING,
                rule + " waits: it has " + counted(commands) + ", and the queue has room for " + free
                        + ". It comes as a whole once there is room; delete commands that are SUCCEEDED or SKIPPED");
    }

    private static String counted(int commands) {
        return commands == 1 ? "1 command" : commands + " commands";
    }

    static HistoryEntry of(Kind kind, CommandId command, String text) {
        return new HistoryEntry(kind, Optional.of(command), text);
    }

    static HistoryEntry of(Kind kind, String text) {
        return new HistoryEntry(kind, Optional.empty(), text);
    }
}
