package io.latebind.server.certificate.store;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.certificate.AuthorityStore;
import io.latebind.server.certificate.AuthorityTrust;
import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.certificate.KeyIdentifier;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.secrecy.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Authorities in PostgreSQL; their secrets are encrypted, each bound to its row. */
public final class PgAuthorityStore implements AuthorityStore {
    private static final String COLUMNS =
            "id, team_id, name, kind, trust, usual, retired, delivers_chain, chain, created_by, created_at, updated_at";

    private static final String AUTHORITIES = "SELECT " + COLUMNS + " FROM certificate_authority";

    private static final String OF_TEAM = AUTHORITIES + " WHERE team_id = ? AND deleted_at IS NULL";

    private static final String WITH_KEY = " WHERE (key_id = ? OR root_key_id = ?)";

    private static final String NEWEST_FIRST = " ORDER BY deleted_at IS NOT NULL, created_at DESC";

    private static final String HOLDER = "SELECT " + COLUMNS + ", secret FROM certificate_authority" + WITH_KEY
            + " AND secret IS NOT NULL" + NEWEST_FIRST + " LIMIT 1";

    private static final String ADD = """
            INSERT INTO certificate_authority (id, team_id, name, kind, trust, usual, retired, delivers_chain, chain, key_id, root_key_id,
                secret, created_by, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String CHANGE = """
            UPDATE certificate_authority SET name = ?, trust = ?, retired = ?, delivers_chain = ?, updated_at = ? WHERE id = ?
            """;

    private static final String DELETE =
            "UPDATE certificate_authority SET usual = false, secret = NULL, deleted_at = ? WHERE id = ?";

    private static final String HOLD =
            "SELECT secret FROM certificate_authority WHERE id = ? AND deleted_at IS NULL AND NOT retired FOR SHARE";

    private static final String IN_FORCE = """
            SELECT count(*) FROM issued_certificate WHERE authority_id = ? AND not_after > ? AND stage <> 'ENDED'
            """;

    private final SecretCipher cipher;

    public PgAuthorityStore(SecretCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public void lock(Tx tx, TeamId team) {
        Sql.query(tx, "SELECT 1 FROM team WHERE id = ? FOR NO KEY UPDATE", row -> row.getInt(1), team.value());
    }

    @Override
    public Optional<Held> hold(Tx tx, CertificateAuthority authority) {
        boolean elsewhere = authority.kind().remote();
        return first(Sql.query(
                tx,
                HOLD,
                row -> new Held(elsewhere ? Optional.empty() : secret(row, authority.id())),
                authority.id().value()));
    }

    private Optional<Secret> secret(ResultSet row, AuthorityId id) throws SQLException {
        return Optional.ofNullable(row.getBytes("secret")).map(stored -> cipher.decrypt(stored, place(id)));
    }

    @Override
    public void lock(Tx tx, AuthorityId id) {
        Sql.query(tx, "SELECT 1 FROM certificate_authority WHERE id = ? FOR UPDATE", row -> row.getInt(1), id.value());
    }

    @Override
    public List<CertificateAuthority> list(Tx tx, TeamId team) {
        return Sql.query(tx, OF_TEAM + " ORDER BY created_at, id", PgAuthorityStore::read, team.value());
    }

    @Override
    public Optional<CertificateAuthority> find(Tx tx, TeamId team, AuthorityId id) {
        return first(Sql.query(tx, OF_TEAM + " AND id = ?", PgAuthorityStore::read, team.value(), id.value()));
    }

    @Override
    public Optional<CertificateAuthority> named(Tx tx, TeamId team, String name) {
        return first(Sql.query(tx, OF_TEAM + " AND name = ?", PgAuthorityStore::read, team.value(), name));
    }

    @Override
    public Optional<CertificateAuthority> usual(Tx tx, TeamId team) {
        return first(Sql.query(tx, OF_TEAM + " AND usual", PgAuthorityStore::read, team.value()));
    }

    @Override
    public List<CertificateAuthority> withKey(Tx tx, KeyIdentifier key) {
        return Sql.query(tx, AUTHORITIES + WITH_KEY + NEWEST_FIRST, PgAuthorityStore::read, key.bytes(), key.bytes());
    }

    @Override
    public Optional<Holder> holder(Tx tx, KeyIdentifier key) {
        return first(Sql.query(
                tx,
                HOLDER,
                row -> {
                    CertificateAuthority authority = read(row);
                    return new Holder(authority, cipher.decrypt(row.getBytes("secret"), place(authority.id())));
                },
                key.bytes(),
                key.bytes()));
    }

    @Override
    public Optional<Secret> secret(Tx tx, AuthorityId id) {
        return first(Sql.query(
                        tx,
                        "SELECT secret FROM certificate_authority WHERE id = ?",
                        row -> secret(row, id),
                        id.value()))
                .flatMap(stored -> stored);
    }

    static byte[] place(AuthorityId id) {
        return ("certificate_authority " + id).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void add(Tx tx, CertificateAuthority authority, Optional<Secret> secret) {
        boolean held = !authority.kind().remote();
        Sql.update(
                tx,
                ADD,
                authority.id().value(),
                authority.team().value(),
                authority.name(),
                authority.kind().name(),
                authority.trust().name(),
                authority.usual(),
                authority.retired(),
                authority.deliversChain(),
                CertificateColumns.ders(authority.chain()),
                authority.key().filter(_ -> held).map(KeyIdentifier::bytes).orElse(null),
                authority.rootKey().map(KeyIdentifier::bytes).orElse(null),
                secret.map(value -> cipher.encrypt(value, place(authority.id())))
                        .orElse(null),
                authority.createdBy().map(MemberId::value).orElse(null),
                SqlValues.timestamp(authority.createdAt()),
                SqlValues.timestamp(authority.updatedAt()));
    }

    @Override
    public void change(Tx tx, CertificateAuthority authority) {
        Sql.update(
                tx,
                CHANGE,
                authority.name(),
                authority.trust().name(),
                authority.retired(),
                authority.deliversChain(),
                SqlValues.timestamp(authority.updatedAt()),
                authority.id().value());
    }

    @Override
    public void makeUsual(Tx tx, TeamId team, AuthorityId id) {
        Sql.update(tx, "UPDATE certificate_authority SET usual = false WHERE team_id = ? AND usual", team.value());
        Sql.update(tx, "UPDATE certificate_authority SET usual = true WHERE id = ?", id.value());
    }

    @Override
    public void delete(Tx tx, AuthorityId id, Instant now) {
        Sql.update(tx, DELETE, SqlValues.timestamp(now), id.value());
    }

    @Override
    public long inForce(Tx tx, AuthorityId id, Instant now) {
        return Sql.query(tx, IN_FORCE, row -> row.getLong(1), id.value(), SqlValues.timestamp(now))
                .getFirst();
    }

    @Override
    public String teamName(Tx tx, TeamId team) {
        return Sql.query(tx, "SELECT name FROM team WHERE id = ?", row -> row.getString(1), team.value())
                .getFirst();
    }

    private static CertificateAuthority read(ResultSet row) throws SQLException {
        return new CertificateAuthority(
                new AuthorityId(row.getObject("id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getString("name"),
                AuthorityKind.valueOf(row.getString("kind")),
                AuthorityTrust.valueOf(row.getString("trust")),
                row.getBoolean("usual"),
                row.getBoolean("retired"),
                row.getBoolean("delivers_chain"),
                CertificateColumns.certificates(row, "chain"),
                Optional.ofNullable(row.getObject("created_by", UUID.class)).map(MemberId::new),
                SqlValues.instant(row, "created_at").orElseThrow(),
                SqlValues.instant(row, "updated_at").orElseThrow());
    }

    private static <T> Optional<T> first(List<T> found) {
        return found.stream().findFirst();
    }
}
