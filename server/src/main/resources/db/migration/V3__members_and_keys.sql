-- Whoever was here stays known to audit and history: teams, members and keys are ended, not deleted.
ALTER TABLE team ADD COLUMN closed_at timestamptz;
ALTER TABLE member ADD COLUMN removed_at timestamptz;
ALTER TABLE api_key
    ADD COLUMN name text NOT NULL DEFAULT 'owner.key',
    ADD COLUMN last_used_at timestamptz,
    ADD COLUMN last_used_from text,
    -- the key that takes its place when it was rotated
    ADD COLUMN replaced_by uuid REFERENCES api_key;
ALTER TABLE api_key ALTER COLUMN name DROP DEFAULT;
