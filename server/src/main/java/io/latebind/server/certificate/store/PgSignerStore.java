package io.latebind.server.certificate.store;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.certificate.remote.SignerStore;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Tx;
import io.latebind.server.secrecy.SecretCipher;
import java.util.Optional;

/** Where authorities elsewhere are, in PostgreSQL. */
public final class PgSignerStore implements SignerStore {
    private static final String SAVE = """
            INSERT INTO certificate_signer (authority_id, settings) VALUES (?, ?::json)
            ON CONFLICT (authority_id) DO UPDATE SET settings = excluded.settings
            """;

    private static final String FIND = """
            SELECT s.settings FROM certificate_signer s JOIN certificate_authority a ON a.id = s.authority_id
            WHERE s.authority_id = ? AND a.deleted_at IS NULL
            """;

    private final SecretCipher cipher;

    public PgSignerStore(SecretCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public Optional<SignerSettings> find(Tx tx, AuthorityId authority) {
        return Sql.query(tx, FIND, row -> SignerJson.read(row.getString(1)), authority.value()).stream()
                .findFirst();
    }

    @Override
    public void save(Tx tx, AuthorityId authority, SignerSettings settings) {
        Sql.update(tx, SAVE, authority.value(), SignerJson.write(settings));
    }

    @Override
    public void saveSecret(Tx tx, AuthorityId authority, Secret secret) {
        Sql.update(
                tx,
                "UPDATE certificate_authority SET secret = ? WHERE id = ?",
                cipher.encrypt(secret, PgAuthorityStore.place(authority)),
                authority.value());
    }
}
