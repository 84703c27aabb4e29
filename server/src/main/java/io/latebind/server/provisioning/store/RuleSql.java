package io.latebind.server.provisioning.store;

/**
 * When a rule is for a device, as conditions on {@code claimed_device c}, {@code provisioning_rule r} and what the device has had of it,
 * {@code device_rule g}, which may be absent (specification 7.2).
 */
public final class RuleSql {
    /** Device {@code c} has an entry in the identity registry. */
    public static final String REGISTERED =
            "EXISTS (SELECT 1 FROM identity_registry known WHERE known.device_uuid = c.device_uuid)";

    /** The rule is to add its commands. */
    public static final String DUE = "r.active AND coalesce(g.version, 0) < r.applied_version";

    /** The rule does not pass over the device for want of an entry in the identity registry. */
    public static final String TRUSTED = "(r.trust = 'FIRST_USE' OR " + REGISTERED + ")";

    private RuleSql() {}
}
