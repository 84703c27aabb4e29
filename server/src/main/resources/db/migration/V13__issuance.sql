ALTER TABLE provisioning_command
    -- the command that made the key, where this one is the certificate that the service issued for it; it may be deleted before
    ADD COLUMN issued_for uuid,
    -- since when a certificate is to be issued for the key that this command made; NULL when none is
    ADD COLUMN issuance_since timestamptz,
    -- nobody else tries before: whoever tries pushes it ahead
    ADD COLUMN issuance_due timestamptz,
    ADD COLUMN issuance_tries integer,
    -- why the last try came to nothing
    ADD COLUMN issuance_problem text,
    ADD CONSTRAINT provisioning_command_issued CHECK (issued_for IS NULL OR rule_id IS NULL AND NOT implicit),
    ADD CONSTRAINT provisioning_command_issuance CHECK (
        CASE WHEN issuance_since IS NULL
            THEN issuance_due IS NULL AND issuance_tries IS NULL AND issuance_problem IS NULL
            ELSE issuance_due IS NOT NULL AND issuance_tries IS NOT NULL AND status = 'SUCCEEDED' AND NOT removed END),
    -- a certificate is inserted among others, which move: their places are compared once all have moved
    DROP CONSTRAINT provisioning_command_place,
    ADD CONSTRAINT provisioning_command_place UNIQUE (device_uuid, place) DEFERRABLE INITIALLY IMMEDIATE;
CREATE INDEX provisioning_command_issuance_due ON provisioning_command (issuance_due) WHERE issuance_due IS NOT NULL;

-- The certificate authorities that the rule's commands name, an empty text for the team's default: whether the rule passes over a device.
ALTER TABLE provisioning_rule ADD COLUMN authorities text[] NOT NULL DEFAULT '{}';
