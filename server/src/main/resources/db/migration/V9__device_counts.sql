-- Lists and totals of claimed devices cost the same for ten thousand devices as for a million (decision 0130).

-- Where a device is listed: once under the tag '' and once under each of its tags. A row is nothing but what lists filter by and
-- then their order, so a page is read from one place of the index for each combination of the filters that were left open.
CREATE TABLE device_listing (
    team_id     uuid NOT NULL,
    tag         text NOT NULL,
    -- whether viewers and editors see it (claimed by one of them)
    editors_see boolean NOT NULL,
    device_type integer NOT NULL,
    status      text NOT NULL,
    claimed_at  timestamptz NOT NULL,
    device_uuid uuid NOT NULL,
    PRIMARY KEY (team_id, tag, editors_see, device_type, status, claimed_at, device_uuid)
-- devices leave a place in masses, from its beginning on: what they leave in the index is cleared away before lists feel it
) WITH (autovacuum_vacuum_scale_factor = 0.002, autovacuum_vacuum_threshold = 5000, vacuum_index_cleanup = on);

-- How many devices are listed in a place, without the changes below; no row where there are none.
CREATE TABLE device_count (
    team_id     uuid NOT NULL,
    tag         text NOT NULL,
    editors_see boolean NOT NULL,
    device_type integer NOT NULL,
    status      text NOT NULL,
    devices     bigint NOT NULL,
    PRIMARY KEY (team_id, tag, editors_see, device_type, status)
) WITH (fillfactor = 70);

-- What came and went since: only added to, so that visits of one team do not wait for each other, and added up every few seconds.
CREATE TABLE device_count_change (
    team_id     uuid NOT NULL,
    tags        text[] NOT NULL,
    editors_see boolean NOT NULL,
    device_type integer NOT NULL,
    status      text NOT NULL,
    -- 1 or -1
    devices     integer NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX device_count_change_team ON device_count_change (team_id);

-- Whoever changes a claim, by whatever statement, changes lists and totals with it. A row of the listing is found by its whole key:
-- a plan that reads more than it must not be, however small the table was when it was made.
CREATE FUNCTION list_claimed_device() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    old_tag text;
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.team_id, OLD.tags, OLD.claimer_role, OLD.device_type, OLD.claimed_at)
                            IS NOT DISTINCT FROM (NEW.team_id, NEW.tags, NEW.claimer_role, NEW.device_type, NEW.claimed_at) THEN
        FOREACH old_tag IN ARRAY array_append(OLD.tags, '') LOOP
            UPDATE device_listing SET status = NEW.status
            WHERE team_id = OLD.team_id AND tag = old_tag AND editors_see = (OLD.claimer_role IN ('VIEWER', 'EDITOR'))
              AND device_type = OLD.device_type AND status = OLD.status AND claimed_at = OLD.claimed_at
              AND device_uuid = OLD.device_uuid;
        END LOOP;
        INSERT INTO device_count_change (team_id, tags, editors_see, device_type, status, devices)
        VALUES (OLD.team_id, OLD.tags, OLD.claimer_role IN ('VIEWER', 'EDITOR'), OLD.device_type, OLD.status, -1),
               (OLD.team_id, OLD.tags, OLD.claimer_role IN ('VIEWER', 'EDITOR'), OLD.device_type, NEW.status, 1);
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        FOREACH old_tag IN ARRAY array_append(OLD.tags, '') LOOP
            DELETE FROM device_listing
            WHERE team_id = OLD.team_id AND tag = old_tag AND editors_see = (OLD.claimer_role IN ('VIEWER', 'EDITOR'))
              AND device_type = OLD.device_type AND status = OLD.status AND claimed_at = OLD.claimed_at
              AND device_uuid = OLD.device_uuid;
        END LOOP;
        INSERT INTO device_count_change (team_id, tags, editors_see, device_type, status, devices)
        VALUES (OLD.team_id, OLD.tags, OLD.claimer_role IN ('VIEWER', 'EDITOR'), OLD.device_type, OLD.status, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO device_listing (team_id, tag, editors_see, device_type, status, claimed_at, device_uuid)
        SELECT DISTINCT NEW.team_id, new_tag, NEW.claimer_role IN ('VIEWER', 'EDITOR'), NEW.device_type, NEW.status,
               NEW.claimed_at, NEW.device_uuid
        FROM unnest(array_append(NEW.tags, '')) AS new_tag;
        INSERT INTO device_count_change (team_id, tags, editors_see, device_type, status, devices)
        VALUES (NEW.team_id, NEW.tags, NEW.claimer_role IN ('VIEWER', 'EDITOR'), NEW.device_type, NEW.status, 1);
    END IF;
    RETURN NULL;
END;
$$;

CREATE TRIGGER claimed_device_come_and_gone AFTER INSERT OR DELETE ON claimed_device
FOR EACH ROW EXECUTE FUNCTION list_claimed_device();

-- A visit that changes nothing but last_seen_at does not get as far as the function.
CREATE TRIGGER claimed_device_changed AFTER UPDATE ON claimed_device
FOR EACH ROW WHEN ((OLD.team_id, OLD.tags, OLD.claimer_role, OLD.device_type, OLD.claimed_at, OLD.status)
                   IS DISTINCT FROM (NEW.team_id, NEW.tags, NEW.claimer_role, NEW.device_type, NEW.claimed_at, NEW.status))
EXECUTE FUNCTION list_claimed_device();

-- The triggers have locked the table against writers: nothing comes in between.
INSERT INTO device_listing (team_id, tag, editors_see, device_type, status, claimed_at, device_uuid)
SELECT DISTINCT c.team_id, t.tag, c.claimer_role IN ('VIEWER', 'EDITOR'), c.device_type, c.status, c.claimed_at, c.device_uuid
FROM claimed_device c CROSS JOIN LATERAL unnest(array_append(c.tags, '')) AS t(tag);

INSERT INTO device_count (team_id, tag, editors_see, device_type, status, devices)
SELECT team_id, tag, editors_see, device_type, status, count(*) FROM device_listing GROUP BY 1, 2, 3, 4, 5;

-- No index of claimed_device holds anything that a visit changes: its updates stay on their page and touch no index.
DROP INDEX claimed_device_team_status;

-- The audit trail by what lists of it filter by, each in the order of the trail.
CREATE INDEX audit_event_action ON audit_event (team_id, action, sequence);
CREATE INDEX audit_event_member ON audit_event (team_id, member_id, sequence);
CREATE INDEX audit_event_subject ON audit_event (team_id, subject, sequence);
CREATE INDEX audit_event_at ON audit_event (team_id, at, sequence);
