package io.latebind.server.certificate.store;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.remote.SignerAccess;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.certificate.remote.SignerStore;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.secrecy.SecretCipher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;

/** Where authorities elsewhere are, in PostgreSQL. */
public final class PgSignerStore implements SignerStore {
    private static final String SAVE = """
            INSERT INTO certificate_signer (authority_id, settings) VALUES (?, ?::json)
            ON CONFLICT (authority_id) DO UPDATE SET settings = excluded.settings
            """;

    private static final String ACCESS = """
            SELECT s.settings, a.secret FROM certificate_signer s JOIN certificate_authority a ON a.id = s.authority_id
            WHERE s.authority_id = ? AND a.deleted_at IS NULL AND a.secret IS NOT NULL
            """;

    private static final String SETTINGS = """
            SELECT s.settings FROM certificate_signer s JOIN certificate_authority a ON a.id = s.authority_id
            WHERE s.authority_id = ? AND a.deleted_at IS NULL
            """;

    private static final String LIST = """
            SELECT s.authority_id, s.settings FROM certificate_signer s JOIN certificate_authority a ON a.id = s.authority_id
            WHERE a.team_id = ? AND a.deleted_at IS NULL
            """;

    private final SecretCipher cipher;

    private record Listed(AuthorityId authority, SignerSettings settings) {}

    public PgSignerStore(SecretCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public Optional<SignerAccess> access(Tx tx, AuthorityId authority) {
        return Sql.query(
                        tx,
                        ACCESS,
                        row -> new SignerAccess(
                                SignerJson.read(row.getString(1)),
                                cipher.decrypt(row.getBytes(2), PgAuthorityStore.place(authority))),
                        authority.value())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<SignerSettings> settings(Tx tx, AuthorityId authority) {
        return Sql.query(tx, SETTINGS, row -> SignerJson.read(row.getString(1)), authority.value()).stream()
                .findFirst();
    }

    @Override
    public Map<AuthorityId, SignerSettings> list(Tx tx, TeamId team) {
        return Sql.query(
                        tx,
                        LIST,
                        row -> new Listed(
                                new AuthorityId(row.getObject(1, UUID.class)), SignerJson.read(row.getString(2))),
                        team.value())
                .stream()
                .collect(Collectors.toMap(Listed::authority, Listed::settings));
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

    @Override
    public void saveAnchors(Tx tx, AuthorityId authority, List<X509CertificateHolder> anchors, Instant now) {
        Sql.update(
                tx,
                "UPDATE certificate_authority SET chain = ?, updated_at = ? WHERE id = ?",
                CertificateColumns.ders(anchors),
                SqlValues.timestamp(now),
                authority.value());
    }
}
