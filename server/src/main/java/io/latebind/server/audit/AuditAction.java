package io.latebind.server.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What was done. Shown as {@code device.claimed}; stable. */
public enum AuditAction {
    DEVICE_CLAIMED,
    DEVICE_BLOCKED,
    DEVICE_UNBLOCKED,
    DEVICE_UNCLAIMED,
    DEVICE_TAGGED,
    COMMAND_ADDED,
    COMMAND_CHANGED,
    COMMAND_RESET,
    COMMAND_SKIPPED,
    COMMAND_DELETED,
    QUEUE_RESET,
    QUEUE_DISCARDED,
    RULE_CREATED,
    RULE_CHANGED,
    RULE_ACTIVATED,
    RULE_DEACTIVATED,
    RULE_APPLIED,
    RULE_DELETED,
    TAG_CREATED,
    TAG_DELETED,
    IDENTITY_IMPORTED,
    IDENTITY_REMOVED,
    CLAIM_RELEASED,
    PIN_RELEASED,
    BULK_STARTED,
    BULK_CANCELLED,
    TEAM_CREATED,
    TEAM_CHANGED,
    TEAM_DELETED,
    MEMBER_ADDED,
    MEMBER_CHANGED,
    MEMBER_REMOVED,
    KEY_CREATED,
    KEY_ROTATED,
    KEY_REVOKED,
    AUTHORITY_CREATED,
    AUTHORITY_CHANGED,
    AUTHORITY_DELETED,
    PROFILE_CREATED,
    PROFILE_CHANGED,
    PROFILE_DELETED,
    CERTIFICATE_REVOKED,
    WEBHOOK_CREATED,
    WEBHOOK_CHANGED,
    WEBHOOK_DELETED,
    WEBHOOK_TESTED,
    WEBHOOK_REPLAYED;

    /** As audit shows it: the first underscore is a dot. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** What {@link #shown} wrote. */
    public static Optional<AuditAction> parse(String shown) {
        return Arrays.stream(values())
                .filter(action -> action.shown().equals(shown))
                .findFirst();
    }
}
