-- Background operations, in the name of whoever started them.
CREATE TABLE job (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL,
    team_id     uuid NOT NULL REFERENCES team,
    operating   boolean NOT NULL,
    member_id   uuid NOT NULL,
    api_key_id  uuid NOT NULL,
    role        text NOT NULL,
    address     text NOT NULL,
    request_id  text NOT NULL,
    total       integer NOT NULL,
    created_at  timestamptz NOT NULL,
    status      text NOT NULL,
    done        integer NOT NULL,
    failed      integer NOT NULL,
    cancelled   boolean NOT NULL,
    message     text,
    finished_at timestamptz,
    faults      integer NOT NULL,
    -- the process that does the next step, if any; from free_from on any other one may take it over
    held_by     uuid,
    free_from   timestamptz NOT NULL,
    -- who has waited longest is next
    stepped_at  timestamptz NOT NULL,
    CONSTRAINT job_role CHECK (role IN ('VIEWER', 'EDITOR', 'ADMIN', 'OWNER')),
    CONSTRAINT job_status CHECK (status IN ('PENDING', 'IN_PROGRESS', 'FAILED', 'SUCCEEDED')),
    CONSTRAINT job_end CHECK ((finished_at IS NULL) = (status IN ('PENDING', 'IN_PROGRESS'))),
    CONSTRAINT job_count CHECK (0 <= failed AND failed <= done AND done <= total)
);
CREATE INDEX job_team ON job (team_id, id);
CREATE INDEX job_waiting ON job (stepped_at, id) WHERE finished_at IS NULL;
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;

-- The rows of a bulk claim that are still to be worked through, many in one; a part goes in the transaction of its claims.
CREATE TABLE bulk_claim_part (
    job_id    uuid NOT NULL REFERENCES job ON DELETE CASCADE,
    first_row integer NOT NULL,
    tokens    text[] NOT NULL,
    -- those of one row joined by commas, which no tag has
    tags      text[] NOT NULL,
    PRIMARY KEY (job_id, first_row),
    CONSTRAINT bulk_claim_part_whole CHECK (cardinality(tokens) = cardinality(tags))
);

CREATE TABLE bulk_claim_refusal (
    job_id  uuid NOT NULL REFERENCES job ON DELETE CASCADE,
    row     integer NOT NULL,
    code    integer NOT NULL,
    message text NOT NULL,
    PRIMARY KEY (job_id, row)
);

-- What a dry run would have claimed, so that it finds the same device in a later part; gone when it ends.
CREATE TABLE bulk_claim_rehearsed (
    job_id      uuid NOT NULL REFERENCES job ON DELETE CASCADE,
    device_uuid uuid NOT NULL,
    row         integer NOT NULL,
    PRIMARY KEY (job_id, device_uuid)
);
