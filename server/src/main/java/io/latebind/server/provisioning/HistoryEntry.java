package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.identity.Proof;
import io.latebind.server.kernel.Facts;
import java.util.Optional;

/**
 * One line of a device's history, in plain language. What to do about it is told when it is read: {@link AdviceRules}.
 *
 * @param command the command that it is about, where there is one
 * @param text what happened and why; never a secret
 * @param details the same for machines; {@code address} is where it came from
 */
public record HistoryEntry(Kind kind, Optional<CommandId> command, String text, Facts details) {
    /** The name in {@link #details} of the address that a visit came from. */
    public static final String ADDRESS = "address";

    /** What kind of thing happened; stable names. */
    public enum Kind {
        /** Visits that nobody's claim answered for yet. */
        NOT_CLAIMED_YET,
        PROVEN,
        CONNECTED,
        DELIVERED,
        ANSWERED,
        FAILED,
        RESULT_LOST,
        UNEXPECTED_ANSWER,
        UNDELIVERABLE,
        NEVER_CAME_BACK,
        OVERWRITTEN,
        /** The JWT is none of a device, for a reason that has no kind of its own. */
        REFUSED,
        REFUSED_WRONG_KEY,
        REFUSED_EXPIRED,
        REFUSED_CLOCK_SKEW,
        REFUSED_TOO_LONG_LIVED,
        REFUSED_WRONG_ALGORITHM,
        MALFORMED,
        BAD_PARAMETER,
        TOO_BIG,
        WRONG_CONTENT_TYPE,
        CLAIMED,
        TAGGED,
        BLOCKED,
        UNBLOCKED,
        CERTIFICATE_REVOKED,
        COMMAND_ADDED,
        COMMAND_CHANGED,
        COMMAND_RESET,
        COMMAND_SKIPPED,
        COMMAND_DELETED,
        QUEUE_RESET,
        QUEUE_DISCARDED,
        RULE_APPLIED,
        RULE_WAITING,
        /** The identity registry says otherwise than a pin or the claim's token. */
        CONTRADICTED
    }

    public HistoryEntry(Kind kind, Optional<CommandId> command, String text) {
        this(kind, command, text, Facts.none());
    }

    /** The first JWT that verified. */
    public static HistoryEntry proven() {
        return of(
                Kind.PROVEN, "the device has proven its key for the first time; from now on no other key is accepted");
    }

    /** @param reason why the JWT proves nothing */
    public static HistoryEntry refused(Proof.Cause cause, String reason) {
        Kind kind = switch (cause) {
            case WRONG_KEY -> Kind.REFUSED_WRONG_KEY;
            case EXPIRED -> Kind.REFUSED_EXPIRED;
            case CLOCK_SKEW -> Kind.REFUSED_CLOCK_SKEW;
            case TOO_LONG_LIVED -> Kind.REFUSED_TOO_LONG_LIVED;
            case WRONG_ALGORITHM -> Kind.REFUSED_WRONG_ALGORITHM;
            case BAD_JWT -> Kind.REFUSED;
        };
        return of(kind, "refused: " + reason);
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

    /** @param bytes of the report */
    public static HistoryEntry tooBig(int bytes) {
        return of(
                        Kind.TOO_BIG,
                        "the device sent a report of " + bytes + " bytes, at most " + DeviceMessages.MAX_REPORT_BYTES
                                + " are taken: it was answered 400 and nothing was recorded")
                .with("bytes", bytes);
    }

    static HistoryEntry of(Kind kind, CommandId command, String text) {
        return new HistoryEntry(kind, Optional.of(command), text);
    }

    public static HistoryEntry of(Kind kind, String text) {
        return new HistoryEntry(kind, Optional.empty(), text);
    }

    /** The same with one more detail. */
    public HistoryEntry with(String name, Object value) {
        return new HistoryEntry(kind, command, text, details.with(name, value));
    }

    /** The same with more behind its text. */
    public HistoryEntry saying(String more) {
        return new HistoryEntry(kind, command, text + more, details);
    }
}
