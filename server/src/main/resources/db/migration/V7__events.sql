-- Written in the transaction of what it tells. Read in the order (txid, sequence), and only below the oldest transaction that is still
-- running: then no reader has passed an event that is committed later.
CREATE SEQUENCE outbox_event_sequence;
CREATE TABLE outbox_event (
    txid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    sequence    bigint NOT NULL DEFAULT nextval('outbox_event_sequence'),
    id          uuid NOT NULL,
    at          timestamptz NOT NULL,
    team_id     uuid NOT NULL,
    type        text NOT NULL,
    subject     text NOT NULL,
    device_uuid uuid,
    -- of the device, before and after, for filters
    tags        text[] NOT NULL,
    -- not for viewers and editors
    admins_only boolean NOT NULL,
    data        json NOT NULL,
    PRIMARY KEY (txid, sequence, at)
) PARTITION BY RANGE (at);
-- for deleting what is old; costs an insert next to nothing
CREATE INDEX outbox_event_at ON outbox_event USING brin (at);

CREATE TABLE outbox_event_other PARTITION OF outbox_event DEFAULT;

-- How far the webhooks have been served, and up to where events were deleted.
CREATE TABLE event_position (
    name     text PRIMARY KEY,
    txid     xid8 NOT NULL,
    sequence bigint NOT NULL
);
INSERT INTO event_position (name, txid, sequence) VALUES ('webhooks', '0', 0), ('deleted', '0', 0);

CREATE TABLE webhook (
    id                uuid PRIMARY KEY,
    team_id           uuid NOT NULL REFERENCES team,
    url               text NOT NULL,
    -- none: all
    types             text[] NOT NULL,
    tags              text[] NOT NULL,
    description       text,
    active            boolean NOT NULL,
    -- encrypted
    secret            bytea NOT NULL,
    -- encrypted; signs besides the new one for a while after a rotation
    old_secret        bytea,
    old_secret_until  timestamptz,
    created_by        uuid NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    last_delivered_at timestamptz,
    -- since when every attempt has failed
    failing_since     timestamptz,
    last_failure      text,
    CONSTRAINT webhook_old_secret CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
);
CREATE INDEX webhook_team ON webhook (team_id, created_at, id);

-- One event on its way to one webhook. It holds what is sent, and so outlives the event.
CREATE TABLE webhook_delivery (
    webhook_id      uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    event_id        uuid NOT NULL,
    sequence        bigint NOT NULL,
    event_at        timestamptz NOT NULL,
    type            text NOT NULL,
    subject         text NOT NULL,
    data            json NOT NULL,
    state           text NOT NULL,
    attempts        integer NOT NULL,
    -- a delivery that is under way is due again when its lease ends
    next_attempt_at timestamptz NOT NULL,
    ended_at        timestamptz,
    last_attempt_at timestamptz,
    last_status     integer,
    last_reason     text,
    PRIMARY KEY (webhook_id, event_id),
    CONSTRAINT webhook_delivery_state CHECK (state IN ('PENDING', 'DELIVERED', 'DEAD')),
    CONSTRAINT webhook_delivery_end CHECK ((state = 'PENDING') = (ended_at IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_attempt_at, sequence) WHERE state = 'PENDING';
CREATE INDEX webhook_delivery_list ON webhook_delivery (webhook_id, event_at, event_id);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended_at) WHERE state <> 'PENDING';

-- Drops the partitions of months that have ended before the given moment.
CREATE FUNCTION drop_months(parent text, before timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text;
BEGIN
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = to_regclass(parent) AND c.relname ~ ('^' || parent || '_[0-9]{4}_[0-9]{2}$')
            AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before AT TIME ZONE 'UTC'
    LOOP
        EXECUTE format('DROP TABLE %I', partition);
    END LOOP;
END;
$$;
