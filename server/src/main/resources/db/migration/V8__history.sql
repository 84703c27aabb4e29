-- What a line tells, for machines: addresses, versions, sizes.
ALTER TABLE device_history ADD COLUMN details json;

-- The last connection that has a line in the history: the next one has none while it is the same.
ALTER TABLE claimed_device
    ADD COLUMN connected_as bigint,
    ADD COLUMN connected_at timestamptz;

-- Visits under a UUID that nobody has claimed, for the history of a later claim. Anyone can name a UUID: few rows, for a short time.
CREATE TABLE unclaimed_visit (
    device_uuid  uuid PRIMARY KEY,
    visits       bigint NOT NULL,
    first_at     timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    last_address text NOT NULL,
    -- what else was wrong with the last one: its clock, its lifetime
    problem      text
) WITH (fillfactor = 80);
CREATE INDEX unclaimed_visit_last ON unclaimed_visit (last_at);
