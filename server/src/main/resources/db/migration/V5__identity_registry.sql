-- Whose key the deployment's owners vouch for; written by imports alone.
CREATE TABLE identity_registry (
    device_uuid uuid PRIMARY KEY,
    -- SubjectPublicKeyInfo of a P-256 key, 91 bytes
    public_key  bytea NOT NULL,
    imei        text,
    device_type integer,
    imported_at timestamptz NOT NULL,
    imported_by uuid NOT NULL,
    CONSTRAINT identity_registry_imei CHECK (imei ~ '^[0-9]{15}$')
);
CREATE INDEX identity_registry_imei ON identity_registry (imei) WHERE imei IS NOT NULL;

-- A claim keeps the keys that can have signed its token, also when a pin or the registry left only one: whether a later entry of the
-- registry agrees with the claim is then a question to the claim alone.
UPDATE claimed_device c
SET candidate_keys = ARRAY[d.pinned_key], candidate_variants = ARRAY[d.pinned_variant]
FROM device d
WHERE d.uuid = c.device_uuid AND cardinality(c.candidate_keys) = 0 AND d.pinned_key IS NOT NULL;
