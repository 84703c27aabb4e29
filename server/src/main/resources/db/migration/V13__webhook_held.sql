-- Until when a receiver asked to be left alone (Retry-After).
ALTER TABLE webhook ADD COLUMN held_until timestamptz;
