CREATE TABLE audit_chain (
    team_id       uuid PRIMARY KEY REFERENCES team ON DELETE CASCADE,
    sequence      bigint NOT NULL,
    previous_hash bytea NOT NULL,
    hash          bytea NOT NULL
);

-- The hash of each event covers its text and the hash of the one before it.
CREATE TABLE audit_event (
    team_id       uuid NOT NULL,
    sequence      bigint NOT NULL,
    at            timestamptz NOT NULL,
    member_id     uuid NOT NULL,
    action        text NOT NULL,
    subject       text NOT NULL,
    device_uuid   uuid,
    -- canonical: what the hash was made of
    event         text NOT NULL,
    previous_hash bytea NOT NULL,
    hash          bytea NOT NULL,
    PRIMARY KEY (team_id, sequence, at)
) PARTITION BY RANGE (at);
CREATE INDEX audit_event_device ON audit_event (device_uuid, sequence) WHERE device_uuid IS NOT NULL;

CREATE TABLE audit_event_other PARTITION OF audit_event DEFAULT;
