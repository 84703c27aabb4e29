-- One row for each creating request that carried an Idempotency-Key, kept for a day. It commits with the creation.
CREATE TABLE idempotency_key (
    member_id  uuid NOT NULL,
    key        text NOT NULL,
    created_at timestamptz NOT NULL,
    -- encrypted: a digest of the request, and its answer, which may hold secrets that are shown once
    answer     bytea NOT NULL,
    PRIMARY KEY (member_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
