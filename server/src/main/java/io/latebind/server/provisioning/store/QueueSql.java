package io.latebind.server.provisioning.store;

/** The two statements of a device's visit; the benchmark hands them to pgbench as they stand. */
public final class QueueSql {
    /** Terminal commands of a visiting device need no request: it is not read, parsed and decrypted for nothing. */
    public static final String SESSION = session("CASE WHEN q.status IN ('PENDING', 'IN_PROGRESS') THEN q.request END");

    /** As {@link #SESSION}, with every request: for the few visits in which rules add commands. */
    static final String WHOLE_SESSION = session("q.request");

    private static String session(String request) {
        return """
            SELECT c.claim_id, c.version, c.blocked, c.last_seen_at, c.candidate_keys, c.candidate_variants,
                   c.attempts, c.run_going_on, c.run_delivered, c.last_run_ended_in, c.any_result,
                   c.connected_as, c.connected_at,
                   d.pinned_key, d.pinned_variant, i.public_key AS registered_key, n.places_for_rules,
                   %s
            FROM claimed_device c
            JOIN device d ON d.uuid = c.device_uuid
            LEFT JOIN identity_registry i ON i.device_uuid = c.device_uuid
            LEFT JOIN LATERAL (
                SELECT min(CASE WHEN g.waiting THEN r.command_count ELSE 0 END) AS places_for_rules
                FROM provisioning_rule r
                LEFT JOIN device_rule g ON g.claim_id = c.claim_id AND g.rule_id = r.id
                WHERE c.tags <> '{}' AND r.team_id = c.team_id AND r.tags && c.tags AND %s AND %s
            ) n ON true
            LEFT JOIN provisioning_command q ON q.device_uuid = c.device_uuid
            WHERE c.device_uuid = ?
            ORDER BY q.place
            """.formatted(CommandRows.columns(request), RuleSql.DUE, RuleSql.TRUSTED);
    }

    /**
     * Stores a change of a queue, whatever it is: the claim's row is compared and swapped first, and everything else happens only to
     * the row that it returned.
     */
    public static final String SAVE = """
            WITH claim AS (
                UPDATE claimed_device
                SET version = version + 1, queue_status = ?, attempts = ?, run_going_on = ?, run_delivered = ?,
                    last_run_ended_in = ?, any_result = ?, last_seen_at = coalesce(?, last_seen_at),
                    modem_firmware = coalesce(?, modem_firmware), client_version = coalesce(?, client_version),
                    connected_as = coalesce(?::bigint, connected_as), connected_at = coalesce(?::timestamptz, connected_at)
                WHERE device_uuid = ? AND claim_id = ? AND version = ?
                RETURNING device_uuid, claim_id, team_id, tags, blocked, claimer_role
            ), pin AS (
                UPDATE device SET pinned_key = p.key, pinned_variant = p.variant, pinned_at = p.at
                FROM claim, (SELECT ?::bytea AS key, ?::smallint AS variant, ?::timestamptz AS at) p
                WHERE p.key IS NOT NULL AND uuid = claim.device_uuid AND pinned_key IS DISTINCT FROM p.key
            ), changed AS (
                UPDATE provisioning_command c
                SET place = n.place, status = n.status, response = n.response::json, secret_erased = n.secret_erased,
                    secret = CASE WHEN n.secret_erased THEN NULL ELSE c.secret END,
                    deliveries = n.deliveries, unanswered = n.unanswered, oldest_attempt = n.oldest_attempt,
                    newest_attempt = n.newest_attempt, clear_first = n.clear_first, removed = n.removed,
                    issuance_since = n.issuance_since, issuance_due = n.issuance_due, issuance_tries = n.issuance_tries,
                    issuance_problem = n.issuance_problem, updated_at = n.updated_at
                FROM claim, unnest(?::uuid[], ?::int[], ?::text[], ?::text[], ?::boolean[], ?::int[], ?::int[], ?::bigint[],
                                   ?::bigint[], ?::boolean[], ?::boolean[], ?::timestamptz[], ?::timestamptz[], ?::int[],
                                   ?::text[], ?::timestamptz[])
                    AS n(id, place, status, response, secret_erased, deliveries, unanswered, oldest_attempt, newest_attempt,
                         clear_first, removed, issuance_since, issuance_due, issuance_tries, issuance_problem, updated_at)
                WHERE c.id = n.id AND c.device_uuid = claim.device_uuid
            ), gone AS (
                DELETE FROM provisioning_command c USING claim
                WHERE c.id = ANY (?::uuid[]) AND c.device_uuid = claim.device_uuid
            ), history AS (
                INSERT INTO device_history (id, device_uuid, claim_id, at, kind, command_id, text, details)
                SELECT h.id, claim.device_uuid, claim.claim_id, ?, h.kind, h.command_id, h.text, h.details::json
                FROM claim, unnest(?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[])
                    AS h(id, kind, command_id, text, details)
            ), told AS (
                INSERT INTO outbox_event (id, at, team_id, type, subject, device_uuid, tags, admins_only, data)
                SELECT e.id, ?, claim.team_id, e.type, claim.device_uuid::text, claim.device_uuid, claim.tags,
                       claim.claimer_role IN ('ADMIN', 'OWNER'), e.data::json
                FROM claim, unnest(?::uuid[], ?::text[], ?::text[]) AS e(id, type, data)
                WHERE NOT (claim.blocked AND e.type = 'device.status')
            )
            SELECT count(*) FROM claim
            """;

    private QueueSql() {}
}
