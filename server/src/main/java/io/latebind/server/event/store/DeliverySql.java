package io.latebind.server.event.store;

/** The statements that move deliveries along. */
final class DeliverySql {
    /** Under way at a time, per process, to a webhook that works; one that fails gets one. */
    static final int UNDER_WAY = 8;

    /**
     * The position is locked only when there is something behind it, so that looking in vain writes nothing. Whoever finds it locked
     * finds no events: the other one is at it.
     */
    static final String FAN_OUT = """
            WITH here AS (
                SELECT txid, sequence FROM event_position p
                WHERE name = 'webhooks' AND (
                    SELECT e.id FROM outbox_event e
                    WHERE (e.txid, e.sequence) > (p.txid, p.sequence) AND e.txid < pg_snapshot_xmin(pg_current_snapshot())
                    ORDER BY e.txid, e.sequence LIMIT 1) IS NOT NULL
                FOR UPDATE SKIP LOCKED
            ), batch AS MATERIALIZED (
                SELECT * FROM outbox_event e
                WHERE (e.txid, e.sequence) > ((SELECT txid FROM here), (SELECT sequence FROM here))
                    AND e.txid < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY e.txid, e.sequence LIMIT ?
            ), made AS (
                INSERT INTO webhook_delivery (webhook_id, event_id, sequence, event_at, type, subject, data, state, attempts,
                    next_attempt_at)
                SELECT w.id, b.id, b.sequence, b.at, b.type, b.subject, b.data, 'PENDING', 0, ?
                FROM batch b JOIN webhook w ON w.team_id = b.team_id AND w.active
                    AND (w.types = '{}' OR b.type = ANY (w.types) OR split_part(b.type, '.', 1) || '.*' = ANY (w.types))
                    AND (w.tags = '{}' OR w.tags && b.tags)
                ON CONFLICT DO NOTHING
            ), moved AS (
                UPDATE event_position p SET txid = l.txid, sequence = l.sequence
                FROM (SELECT txid, sequence FROM batch ORDER BY txid DESC, sequence DESC LIMIT 1) l
                WHERE p.name = 'webhooks'
            )
            SELECT count(*) FROM batch
            """;

    /** The limit also tells the planner how few they are: without it, it reads the whole table. */
    static final String TAKE = """
            WITH due AS (
                SELECT d.webhook_id, d.event_id
                FROM webhook w
                LEFT JOIN unnest(?::uuid[], ?::int[]) AS busy(webhook_id, under_way) ON busy.webhook_id = w.id
                CROSS JOIN LATERAL (
                    SELECT webhook_id, event_id FROM webhook_delivery
                    WHERE webhook_id = w.id AND state = 'PENDING' AND next_attempt_at <= ?
                        AND (w.active AND (w.held_until <= ?) IS NOT FALSE OR type = 'webhook.test')
                    ORDER BY next_attempt_at, sequence
                    LIMIT greatest(0, CASE WHEN w.failing_since IS NULL THEN ? ELSE 1 END - coalesce(busy.under_way, 0))
                    FOR UPDATE SKIP LOCKED) d
                LIMIT 100
            )
            UPDATE webhook_delivery d SET attempts = attempts + 1, last_attempt_at = ?, next_attempt_at = ?
            FROM due JOIN webhook w ON w.id = due.webhook_id
            WHERE d.webhook_id = due.webhook_id AND d.event_id = due.event_id
            RETURNING d.webhook_id, d.event_id, d.sequence, d.attempts, d.type, d.subject, d.event_at, d.data, w.team_id, w.url,
                w.secret, CASE WHEN w.old_secret_until > ? THEN w.old_secret END AS old_secret
            """;

    /** Taken is taken, even when another process has the delivery in hand by now. */
    static final String DELIVERED = """
            WITH done AS (
                UPDATE webhook_delivery SET state = 'DELIVERED', ended_at = ?, last_status = ?, last_reason = NULL
                WHERE webhook_id = ? AND event_id = ? AND state = 'PENDING'
            )
            UPDATE webhook SET failing_since = NULL, held_until = NULL, last_delivered_at = ?
            WHERE id = ? AND (failing_since IS NOT NULL OR last_delivered_at IS NULL
                OR last_delivered_at < ?::timestamptz - interval '1 minute')
            """;

    static final String FAILED = """
            WITH done AS (
                UPDATE webhook_delivery SET state = CASE WHEN ?::timestamptz IS NULL THEN 'DEAD' ELSE 'PENDING' END,
                    ended_at = CASE WHEN ?::timestamptz IS NULL THEN ?::timestamptz END,
                    next_attempt_at = coalesce(?, next_attempt_at), last_status = ?, last_reason = ?
                WHERE webhook_id = ? AND event_id = ? AND state = 'PENDING' AND attempts = ?
            )
            UPDATE webhook SET failing_since = coalesce(failing_since, ?), last_failure = ?, held_until = greatest(held_until, ?)
            WHERE id = ?
            """;

    static final String ADD_TEST = """
            INSERT INTO webhook_delivery (webhook_id, event_id, sequence, event_at, type, subject, data, state, attempts,
                next_attempt_at)
            VALUES (?, ?, 0, ?, 'webhook.test', ?, ?::json, 'PENDING', 0, ?)
            """;

    static final String END_PENDING = """
            UPDATE webhook_delivery SET state = 'DEAD', ended_at = ?, last_reason = ? WHERE webhook_id = ? AND state = 'PENDING'
            """;

    static final String REPLAY = """
            UPDATE webhook_delivery SET state = 'PENDING', ended_at = NULL, attempts = 0, next_attempt_at = ?
            WHERE webhook_id = ? AND (event_id = ? AND state <> 'PENDING')
            """;

    static final String REPLAY_DEAD = """
            UPDATE webhook_delivery SET state = 'PENDING', ended_at = NULL, attempts = 0, next_attempt_at = ?
            WHERE webhook_id = ? AND state = 'DEAD'
            """;

    static final String PRUNE = """
            DELETE FROM webhook_delivery WHERE (webhook_id, event_id) IN (
                SELECT webhook_id, event_id FROM webhook_delivery
                WHERE (state = 'DELIVERED' AND ended_at < ?) OR (state = 'DEAD' AND ended_at < ?)
                LIMIT ?)
            """;

    static final String COLUMNS = """
            SELECT event_id, type, subject, event_at, state, attempts, next_attempt_at, last_attempt_at, ended_at, last_status,
                   last_reason
            FROM webhook_delivery WHERE webhook_id = ?
            """;

    private DeliverySql() {}
}
