-- Authorities that sign elsewhere: where, and who is believed there. What must not be read is the authority's secret.
CREATE TABLE certificate_signer (
    authority_id uuid PRIMARY KEY REFERENCES certificate_authority,
    settings     json NOT NULL
);

-- Requests to a signer elsewhere of which nobody knows what became: each may have left a certificate that this service never saw.
ALTER TABLE issued_certificate ADD COLUMN unanswered integer NOT NULL DEFAULT 0;
