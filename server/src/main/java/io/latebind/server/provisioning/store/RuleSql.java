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

    /**
     * A certificate authority that the rule's commands name signs nothing for the device: it is gone or retired, or the device has no entry
     * in the identity registry. A default authority that is not there yet is made at first use.
     */
    private static final String UNSIGNED = """
            EXISTS (
                SELECT 1 FROM unnest(r.authorities) AS wanted(name)
                LEFT JOIN certificate_authority a ON a.team_id = c.team_id AND a.deleted_at IS NULL
                    AND CASE wanted.name WHEN '' THEN a.usual ELSE a.name = wanted.name END
                WHERE (a.id IS NULL AND wanted.name <> '') OR a.retired OR (a.trust = 'REGISTRY' AND NOT %s))
            """.formatted(REGISTERED);

    /** The rule does not pass over the device: neither it nor an authority that it names asks for more than the device has. */
    public static final String TRUSTED = "((r.trust = 'FIRST_USE' OR " + REGISTERED + ") AND NOT " + UNSIGNED + ")";

    private RuleSql() {}
}
