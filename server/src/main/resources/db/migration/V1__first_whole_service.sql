CREATE TABLE service_setting (
    name  text PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE team (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    operating  boolean NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX team_one_operating ON team (operating) WHERE operating;

CREATE TABLE member (
    id         uuid PRIMARY KEY,
    team_id    uuid NOT NULL REFERENCES team ON DELETE CASCADE,
    name       text NOT NULL,
    role       text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT member_role CHECK (role IN ('VIEWER', 'EDITOR', 'ADMIN', 'OWNER'))
);
CREATE INDEX member_team ON member (team_id);

CREATE TABLE api_key (
    id         uuid PRIMARY KEY,
    member_id  uuid NOT NULL REFERENCES member ON DELETE CASCADE,
    role       text NOT NULL,
    key_hash   bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT api_key_role CHECK (role IN ('VIEWER', 'EDITOR', 'ADMIN', 'OWNER'))
);
CREATE INDEX api_key_member ON api_key (member_id);

-- What outlives a claim: the attempt counter and the key that was proven.
CREATE TABLE device (
    uuid            uuid PRIMARY KEY,
    attempts        bigint NOT NULL DEFAULT 0,
    pinned_key      bytea,
    pinned_variant  smallint,
    pinned_at       timestamptz,
    CONSTRAINT device_pin_whole CHECK ((pinned_key IS NULL) = (pinned_variant IS NULL) AND (pinned_key IS NULL) = (pinned_at IS NULL))
);

CREATE TABLE claimed_device (
    device_uuid        uuid PRIMARY KEY REFERENCES device,
    claim_id           uuid NOT NULL UNIQUE,
    team_id            uuid NOT NULL REFERENCES team,
    claimed_by         uuid NOT NULL,
    claimer_role       text NOT NULL,
    claimed_at         timestamptz NOT NULL,
    device_type        integer NOT NULL,
    firmware_id        uuid NOT NULL,
    candidate_keys     bytea[] NOT NULL,
    candidate_variants smallint[] NOT NULL,
    tags               text[] NOT NULL,
    blocked            boolean NOT NULL DEFAULT false,
    queue_status       text NOT NULL,
    status             text NOT NULL GENERATED ALWAYS AS (CASE WHEN blocked THEN 'BLOCKED' ELSE queue_status END) STORED,
    -- compared and swapped by every change of the claim, its block flag and its queue
    version            bigint NOT NULL DEFAULT 0,
    attempts           bigint NOT NULL,
    run_going_on       boolean NOT NULL DEFAULT false,
    run_delivered      boolean NOT NULL DEFAULT false,
    last_run_ended_in  text,
    any_result         boolean NOT NULL DEFAULT false,
    last_seen_at       timestamptz,
    modem_firmware     text,
    client_version     text,
    CONSTRAINT claimed_device_status CHECK (queue_status IN ('ERROR', 'PROVISIONING', 'AWAITING', 'READY', 'PROVISIONED')),
    CONSTRAINT claimed_device_candidates CHECK (cardinality(candidate_keys) = cardinality(candidate_variants))
) WITH (fillfactor = 80);
CREATE INDEX claimed_device_team ON claimed_device (team_id, claimed_at, device_uuid);
CREATE INDEX claimed_device_team_status ON claimed_device (team_id, status, claimed_at, device_uuid);
CREATE INDEX claimed_device_tags ON claimed_device USING gin (tags);

CREATE TABLE provisioning_command (
    id            uuid PRIMARY KEY,
    device_uuid   uuid NOT NULL REFERENCES claimed_device ON DELETE CASCADE,
    place         integer NOT NULL,
    type          text NOT NULL,
    -- without the write-only parameters; json, not jsonb: the order of settings is kept
    request       json NOT NULL,
    -- the write-only parameters, encrypted; NULL where there are none or they were erased
    secret        bytea,
    secret_erased boolean NOT NULL,
    description   text,
    status        text NOT NULL,
    response      json,
    deliveries    integer NOT NULL,
    unanswered    integer NOT NULL,
    oldest_attempt bigint NOT NULL,
    newest_attempt bigint NOT NULL,
    clear_first   boolean NOT NULL,
    -- deleted after it had ended: only its place, type and status still count
    removed       boolean NOT NULL,
    warnings      text[] NOT NULL,
    created_by    text NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    CONSTRAINT provisioning_command_place UNIQUE (device_uuid, place),
    CONSTRAINT provisioning_command_status CHECK (status IN ('PENDING', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'SKIPPED'))
) WITH (fillfactor = 80);

CREATE TABLE device_history (
    id          uuid NOT NULL,
    device_uuid uuid NOT NULL,
    claim_id    uuid NOT NULL,
    at          timestamptz NOT NULL,
    kind        text NOT NULL,
    command_id  uuid,
    text        text NOT NULL,
    PRIMARY KEY (device_uuid, at, id)
) PARTITION BY RANGE (at);

-- Catches what no month has been made for: a history line is never lost for want of a partition.
CREATE TABLE device_history_other PARTITION OF device_history DEFAULT;

-- Makes the partition of the month that holds the given moment, unless it is there.
CREATE FUNCTION make_month(parent text, moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first_day date := date_trunc('month', moment AT TIME ZONE 'UTC')::date;
    partition text := parent || to_char(first_day, '_YYYY_MM');
BEGIN
    IF to_regclass(partition) IS NULL THEN
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
            partition, parent, first_day || ' 00:00:00+00', (first_day + interval '1 month')::date || ' 00:00:00+00');
    END IF;
END;
$$;
