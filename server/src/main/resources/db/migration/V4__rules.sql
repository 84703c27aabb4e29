-- A provisioning group. Every tag that a device or a rule bears has its row here.
CREATE TABLE provisioning_tag (
    team_id     uuid NOT NULL REFERENCES team ON DELETE CASCADE,
    tag         text NOT NULL,
    description text,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (team_id, tag)
);

CREATE TABLE provisioning_rule (
    id              uuid PRIMARY KEY,
    team_id         uuid NOT NULL REFERENCES team ON DELETE CASCADE,
    -- the order of creation, which is the order of evaluation
    sequence        bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    name            text NOT NULL,
    description     text,
    active          boolean NOT NULL,
    version         integer NOT NULL,
    -- devices that have an older version than this one get the newest
    applied_version integer NOT NULL,
    tags            text[] NOT NULL,
    trust           text NOT NULL,
    command_count   integer NOT NULL,
    has_secrets     boolean NOT NULL,
    created_by      uuid NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT provisioning_rule_name UNIQUE (team_id, name),
    CONSTRAINT provisioning_rule_trust CHECK (trust IN ('FIRST_USE', 'REGISTRY')),
    CONSTRAINT provisioning_rule_versions CHECK (version >= 1 AND applied_version BETWEEN 1 AND version)
);
CREATE INDEX provisioning_rule_order ON provisioning_rule (team_id, sequence);

-- The commands of the newest version alone; what devices got from earlier ones is in their queues.
CREATE TABLE provisioning_rule_command (
    rule_id     uuid NOT NULL REFERENCES provisioning_rule ON DELETE CASCADE,
    place       integer NOT NULL,
    version     integer NOT NULL,
    description text,
    type        text NOT NULL,
    -- without the write-only parameters; json, not jsonb: the order of settings is kept
    request     json NOT NULL,
    -- the write-only parameters, encrypted; NULL where there are none
    secret      bytea,
    PRIMARY KEY (rule_id, place)
);

-- What a claimed device has had of a rule since its claim or its last whole reset.
CREATE TABLE device_rule (
    claim_id uuid NOT NULL REFERENCES claimed_device (claim_id) ON DELETE CASCADE,
    rule_id  uuid NOT NULL REFERENCES provisioning_rule ON DELETE CASCADE,
    -- the newest one that it got; 0 for none
    version  integer NOT NULL,
    -- the queue had no room for all of the rule's commands, and the history says so
    waiting  boolean NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (claim_id, rule_id)
);
-- both columns: whichever index a plan takes, a device's visit finds its one row
CREATE INDEX device_rule_rule ON device_rule (rule_id, claim_id);

-- No foreign key: a command outlives the rule that it came from.
ALTER TABLE provisioning_command
    ADD COLUMN rule_id uuid,
    ADD COLUMN rule_version integer,
    -- the finished behind commands of rules, which nobody sees
    ADD COLUMN implicit boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT provisioning_command_rule CHECK ((rule_id IS NULL) = (rule_version IS NULL));
CREATE INDEX provisioning_command_rule ON provisioning_command (rule_id) WHERE rule_id IS NOT NULL;

INSERT INTO provisioning_tag (team_id, tag, created_at)
SELECT c.team_id, t.tag, min(c.claimed_at) FROM claimed_device c, unnest(c.tags) AS t(tag) GROUP BY c.team_id, t.tag;

-- Whoever tags a device, the tag has its row; the shared lock keeps it from being deleted in the same moment.
CREATE FUNCTION know_tags() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted integer := (SELECT count(DISTINCT tag) FROM unnest(NEW.tags) AS t(tag));
    held integer;
BEGIN
    LOOP
        INSERT INTO provisioning_tag (team_id, tag, created_at)
        SELECT DISTINCT NEW.team_id, t.tag, CASE TG_OP WHEN 'INSERT' THEN NEW.claimed_at ELSE now() END
        FROM unnest(NEW.tags) AS t(tag) ORDER BY t.tag
        ON CONFLICT DO NOTHING;
        PERFORM 1 FROM provisioning_tag WHERE team_id = NEW.team_id AND tag = ANY (NEW.tags) ORDER BY tag FOR KEY SHARE;
        GET DIAGNOSTICS held = ROW_COUNT;
        EXIT WHEN held = wanted;
    END LOOP;
    RETURN NULL;
END;
$$;

CREATE TRIGGER claimed_device_tags_known AFTER INSERT OR UPDATE OF tags ON claimed_device
FOR EACH ROW WHEN (NEW.tags <> '{}') EXECUTE FUNCTION know_tags();
