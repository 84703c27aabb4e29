package io.latebind.server.provisioning;

import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.time.Duration;
import java.util.Optional;

/** What to do about a line of the history. Pure, and told when it is read, so that better advice reaches old lines too. */
public final class AdviceRules {
    /** How long the official client sleeps unless it was told otherwise (specification 6.4). */
    public static final Duration STANDARD_INTERVAL = Duration.ofDays(1);

    /** The setting of a {@code config} command that changes it: seconds. */
    public static final String INTERVAL_SETTING = "provisioning/interval-sec";

    private AdviceRules() {}

    /**
     * Empty where there is nothing to do or to wait for.
     *
     * @param interval how long the device sleeps, as far as is known
     */
    public static Optional<String> adviceOn(Kind kind, Optional<Duration> interval) {
        String sleeps = "comes by itself within " + shown(interval) + "; restart it to hurry it";
        return switch (kind) {
            case CERTIFICATE_REVOKED ->
                Optional.of(
                        "The device does not learn of it: to give it another certificate, reset the command that made its key.");
            case PROVEN,
                    DELIVERED,
                    ANSWERED,
                    CONNECTED,
                    COMMAND_DELETED,
                    QUEUE_DISCARDED,
                    RULE_APPLIED,
                    CERTIFICATE_ISSUED -> Optional.empty();
            case NOT_CLAIMED_YET ->
                Optional.of("It was refused (403, over CoAP 4.03) and sleeps now: it " + sleeps
                        + ". Nothing else has to be done.");
            case CLAIMED ->
                Optional.of(
                        "A device that asked before it was claimed waits for its next interval: it " + sleeps + ".");
            case RESULT_LOST,
                    OVERWRITTEN,
                    UNEXPECTED_ANSWER,
                    UNDELIVERABLE,
                    NEVER_CAME_BACK,
                    FAILED,
                    KEY_REFUSED,
                    ISSUANCE_DELAYED,
                    ISSUANCE_REFUSED -> Optional.of(onCommand(kind, sleeps));
            case REFUSED,
                    REFUSED_WRONG_KEY,
                    REFUSED_EXPIRED,
                    REFUSED_CLOCK_SKEW,
                    REFUSED_TOO_LONG_LIVED,
                    REFUSED_WRONG_ALGORITHM -> Optional.of(onRefusal(kind) + " Then it " + sleeps + ".");
            case MALFORMED, BAD_PARAMETER, TOO_BIG, WRONG_CONTENT_TYPE ->
                Optional.of(onBadRequest(kind) + " It " + sleeps + ".");
            case RULE_WAITING ->
                Optional.of(
                        "Delete commands that are SUCCEEDED or SKIPPED, until the rule's fit; then it " + sleeps + ".");
            case CONTRADICTED ->
                Optional.of(
                        "Find out which key is the device's. If the registry is right, unclaim the device and claim it with"
                                + " its own token; if not, have an owner of the operating team correct the registry, and unblock it.");
            case BLOCKED -> Optional.of("It gets no commands until it is unblocked: POST …/unblock.");
            case UNBLOCKED, COMMAND_ADDED, COMMAND_CHANGED, COMMAND_RESET, COMMAND_SKIPPED, QUEUE_RESET, TAGGED ->
                Optional.of("Takes effect at the device's next visit: it " + sleeps + ".");
        };
    }

    /** How long a device sleeps, from the value of {@link #INTERVAL_SETTING}; empty when that is not a number of seconds. */
    public static Optional<Duration> interval(Optional<String> seconds) {
        return seconds.map(String::strip)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Integer.parseInt(text)))
                .filter(Duration::isPositive);
    }

    private static String onCommand(Kind kind, String sleeps) {
        return switch (kind) {
            case RESULT_LOST ->
                "Nothing, unless it happens again and again: then the answers do not fit the device's transmit buffer"
                        + " (txMaxSize), or it loses power while it executes.";
            case OVERWRITTEN -> "Nothing: the service clears the place itself and sends the command again.";
            case UNEXPECTED_ANSWER ->
                "Nothing, it changed nothing. Seen often, the device restarts in the middle of its work, or two devices"
                        + " share one identity.";
            case UNDELIVERABLE ->
                "Shorten the command or enlarge the receive buffer of the device's client, then reset the command; or"
                        + " skip it. Until then the device gets nothing.";
            case NEVER_CAME_BACK ->
                "Look at the device's own log: the command is too long for its AT buffer, or executing it restarts the"
                        + " device. Then reset it or skip it. Until then the device gets nothing.";
            case KEY_REFUSED ->
                "If the device or its firmware was changed, reset the command to have another key made. If it happens again,"
                        + " somebody makes the token up or changes it: look at the address, and block the device.";
            case ISSUANCE_DELAYED ->
                "See that the certificate authority can be reached; the certificate is issued by itself then. Meanwhile the"
                        + " device is told to come again; it backs off and comes by itself, and a restart hurries it.";
            case ISSUANCE_REFUSED ->
                "Mend what the reason names, then reset the command: the device makes another key, and the certificate is"
                        + " asked for again. Until then the device gets nothing. After that it " + sleeps + ".";
            default ->
                "Mend the cause, then reset the command to have it sent again, or skip it. Until then the device gets"
                        + " nothing. After that it " + sleeps + ".";
        };
    }

    private static String onRefusal(Kind kind) {
        return switch (kind) {
            case REFUSED_WRONG_KEY ->
                "Nothing was given away. If the claim token was mistyped or another device's, unclaim the device and"
                        + " claim it with its own token; if its modem was exchanged, an owner of the operating team can"
                        + " drop the pinned key; otherwise somebody else uses its UUID: look at the address.";
            case REFUSED_EXPIRED, REFUSED_CLOCK_SKEW ->
                "Set the device's clock (it takes the time from the network or from NTP), and check the clock of this"
                        + " server.";
            case REFUSED_TOO_LONG_LIVED ->
                "Let the client ask AT%JWT for a shorter life: 3600 s at most, 300 s is usual.";
            case REFUSED_WRONG_ALGORITHM ->
                "Only what AT%JWT makes is taken, ES256 under the identity key: check which firmware talks here.";
            default -> "Let the client send what AT%JWT prints, whole and unchanged.";
        };
    }

    private static String onBadRequest(Kind kind) {
        return switch (kind) {
            case BAD_PARAMETER -> "Mend the client's parameters; until then it gets no commands.";
            case TOO_BIG ->
                "Let the client announce a smaller transmit buffer (txMaxSize), so that batches become smaller; what it"
                        + " reported is lost, and those commands are sent again.";
            case WRONG_CONTENT_TYPE ->
                "Let the client send Content-Type: application/cbor; what it reported is lost, and those commands are"
                        + " sent again.";
            default ->
                "Update or mend the client; what it reported is lost, and those commands are sent again at its next"
                        + " visit.";
        };
    }

    private static String shown(Optional<Duration> interval) {
        Duration sleeping = interval.orElse(STANDARD_INTERVAL);
        String length = sleeping.equals(STANDARD_INTERVAL)
                ? "a day"
                : sleeping.toMinutes() < 2
                        ? sleeping.toSeconds() + " s"
                        : sleeping.toHours() < 2 ? sleeping.toMinutes() + " min" : sleeping.toHours() + " h";
        return "its interval of " + length + (interval.isEmpty() ? ", unless its firmware says otherwise" : "");
    }
}
