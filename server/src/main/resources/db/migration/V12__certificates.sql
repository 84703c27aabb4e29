-- Who signs devices' certificates for a team. A deleted one stays, without its secret: its certificates name it.
CREATE TABLE certificate_authority (
    id             uuid PRIMARY KEY,
    team_id        uuid NOT NULL REFERENCES team,
    name           text NOT NULL,
    kind           text NOT NULL,
    trust          text NOT NULL,
    usual          boolean NOT NULL,
    retired        boolean NOT NULL,
    delivers_chain boolean NOT NULL,
    -- DER, the issuing authority first; empty while a signer elsewhere has not shown it
    chain          bytea[] NOT NULL,
    -- SHA-1 of the issuing and of the root's public key, where the service holds the private ones
    key_id         bytea,
    root_key_id    bytea,
    -- encrypted: private keys, or what opens a signer elsewhere
    secret         bytea,
    -- NULL: the service itself, at first use
    created_by     uuid,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    deleted_at     timestamptz,
    CONSTRAINT certificate_authority_kind CHECK (kind IN ('BUILTIN', 'IMPORTED', 'WEBHOOK', 'EST')),
    CONSTRAINT certificate_authority_usual CHECK (NOT usual OR (NOT retired AND deleted_at IS NULL))
);
CREATE UNIQUE INDEX certificate_authority_name ON certificate_authority (team_id, name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX certificate_authority_one_usual ON certificate_authority (team_id) WHERE usual;
CREATE UNIQUE INDEX certificate_authority_team_key ON certificate_authority (team_id, key_id) WHERE deleted_at IS NULL;
CREATE INDEX certificate_authority_key ON certificate_authority (key_id);
CREATE INDEX certificate_authority_root_key ON certificate_authority (root_key_id);

-- What certificates say; the built-in profile has no row.
CREATE TABLE certificate_profile (
    id         uuid PRIMARY KEY,
    team_id    uuid NOT NULL REFERENCES team,
    name       text NOT NULL,
    content    json NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT certificate_profile_name UNIQUE (team_id, name)
);

-- One row for each attempt of a key command: reserved before anything is signed.
CREATE TABLE issued_certificate (
    id            uuid PRIMARY KEY,
    attempt       text NOT NULL,
    team_id       uuid NOT NULL REFERENCES team,
    -- certificates outlive claims
    device_uuid   uuid NOT NULL,
    -- an admin or owner had claimed the device when it was issued
    admins_only   boolean NOT NULL,
    authority_id  uuid NOT NULL REFERENCES certificate_authority,
    profile       text NOT NULL,
    rule_id       uuid,
    sec_tag       bigint NOT NULL,
    stage         text NOT NULL,
    -- of its authority; NULL where the service publishes no revocations
    key_id        bytea,
    serial        numeric(60) NOT NULL,
    not_before    timestamptz NOT NULL,
    not_after     timestamptz NOT NULL,
    subject       text,
    -- DER: the device's certificate, behind it what the authority adds; NULL until it is signed
    delivered     bytea[],
    created_at    timestamptz NOT NULL,
    issued_at     timestamptz,
    ended_at      timestamptz,
    ended_reason  text,
    ended_note    text,
    CONSTRAINT issued_certificate_attempt UNIQUE (attempt),
    CONSTRAINT issued_certificate_serial UNIQUE (key_id, serial),
    CONSTRAINT issued_certificate_stage CHECK (stage IN ('PENDING', 'ISSUED', 'ENDED')),
    CONSTRAINT issued_certificate_signed CHECK (stage <> 'ISSUED' OR delivered IS NOT NULL),
    CONSTRAINT issued_certificate_ended CHECK ((stage = 'ENDED') = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ended_reason IS NULL))
);
CREATE INDEX issued_certificate_team ON issued_certificate (team_id, id) WHERE delivered IS NOT NULL;
CREATE INDEX issued_certificate_device ON issued_certificate (device_uuid, created_at);
CREATE INDEX issued_certificate_rule ON issued_certificate (rule_id, created_at) WHERE rule_id IS NOT NULL;
CREATE INDEX issued_certificate_authority ON issued_certificate (authority_id, not_after);
CREATE INDEX issued_certificate_revoked ON issued_certificate (key_id, not_after) WHERE stage = 'ENDED' AND delivered IS NOT NULL;

-- The list of revocations of each key, as it was signed last. Every revocation makes it outdated, in the same transaction.
CREATE TABLE revocation_list (
    key_id          bytea PRIMARY KEY,
    revision        bigint NOT NULL,
    -- CRL number (RFC 5280, 5.2.3); grows with each list
    number          bigint NOT NULL DEFAULT 0,
    signed_revision bigint,
    this_update     timestamptz,
    list            bytea
);
