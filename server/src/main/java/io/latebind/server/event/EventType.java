package io.latebind.server.event;

import io.latebind.server.audit.AuditAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What kind of thing happened: {@code device.status}. What users do has the name that it has in the audit trail; the rest is named
 * here. Stable.
 */
public record EventType(String name) {
    /** The status that users see has changed: {@code from}, {@code to}. */
    public static final EventType DEVICE_STATUS = new EventType("device.status");
    /** A JWT verified for the first time. */
    public static final EventType DEVICE_PROVEN = new EventType("device.proven");
    /** A device came and was turned away: {@code reason}; at most once a minute. */
    public static final EventType DEVICE_REFUSED = new EventType("device.refused");

    public static final EventType COMMAND_DELIVERED = new EventType("command.delivered");
    public static final EventType COMMAND_SUCCEEDED = new EventType("command.succeeded");
    public static final EventType COMMAND_FAILED = new EventType("command.failed");
    /** The device says that it has passed a command of which it never reported a result. */
    public static final EventType COMMAND_RESULT_LOST = new EventType("command.resultLost");
    /** The certificate for a key that the device has made cannot be issued yet: {@code message}; once for each problem. */
    public static final EventType COMMAND_CERTIFICATE_DELAYED = new EventType("command.certificateDelayed");
    /** A rule would exceed the limit of a queue, and waits. */
    public static final EventType RULE_WAITING = new EventType("rule.waiting");

    /** A device got a certificate of the team's authority. */
    public static final EventType CERTIFICATE_ISSUED = new EventType("certificate.issued");

    public static final EventType BULK_FINISHED = new EventType("bulk.finished");
    /** An entry of the identity registry contradicts a pin. */
    public static final EventType IDENTITY_CONTRADICTED = new EventType("identity.contradicted");
    /** A webhook failed for days and was switched off. */
    public static final EventType WEBHOOK_DEACTIVATED = new EventType("webhook.deactivated");
    /** Sent to one webhook alone, when its owner asks for it. */
    public static final EventType WEBHOOK_TEST = new EventType("webhook.test");

    private static final List<EventType> OWN = List.of(
            DEVICE_STATUS,
            DEVICE_PROVEN,
            DEVICE_REFUSED,
            COMMAND_DELIVERED,
            COMMAND_SUCCEEDED,
            COMMAND_FAILED,
            COMMAND_RESULT_LOST,
            COMMAND_CERTIFICATE_DELAYED,
            RULE_WAITING,
            CERTIFICATE_ISSUED,
            BULK_FINISHED,
            IDENTITY_CONTRADICTED,
            WEBHOOK_DEACTIVATED,
            WEBHOOK_TEST);

    public EventType {
        Objects.requireNonNull(name);
    }

    /** What a user did. */
    public static EventType of(AuditAction action) {
        return new EventType(action.shown());
    }

    /** All there are. */
    public static List<EventType> known() {
        List<EventType> known = new ArrayList<>(
                Arrays.stream(AuditAction.values()).map(EventType::of).toList());
        known.addAll(OWN);
        return List.copyOf(known);
    }

    /** {@code device} of {@code device.status}. */
    public String kind() {
        return name.substring(0, name.indexOf('.'));
    }

    @Override
    public String toString() {
        return name;
    }
}
