package io.latebind.server.certificate.store;

import io.latebind.server.certificate.CertificateProfile;
import io.latebind.server.certificate.ProfileId;
import io.latebind.server.certificate.ProfileStore;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Profiles in PostgreSQL. */
public final class PgProfileStore implements ProfileStore {
    private static final String PROFILES =
            "SELECT id, name, content, created_at, updated_at FROM certificate_profile WHERE team_id = ?";

    private static final String ADD = """
            INSERT INTO certificate_profile (id, team_id, name, content, created_at, updated_at) VALUES (?, ?, ?, ?::json, ?, ?)
            """;

    private static final String CHANGE =
            "UPDATE certificate_profile SET name = ?, content = ?::json, updated_at = ? WHERE id = ?";

    @Override
    public List<CertificateProfile> list(Tx tx, TeamId team) {
        return Sql.query(tx, PROFILES + " ORDER BY created_at, id", PgProfileStore::read, team.value());
    }

    @Override
    public Optional<CertificateProfile> find(Tx tx, TeamId team, ProfileId id) {
        return Sql.query(tx, PROFILES + " AND id = ?", PgProfileStore::read, team.value(), id.value()).stream()
                .findFirst();
    }

    @Override
    public Optional<CertificateProfile> named(Tx tx, TeamId team, String name) {
        return Sql.query(tx, PROFILES + " AND name = ?", PgProfileStore::read, team.value(), name).stream()
                .findFirst();
    }

    @Override
    public void add(Tx tx, TeamId team, CertificateProfile profile) {
        Sql.update(
                tx,
                ADD,
                profile.id().value(),
                team.value(),
                profile.name(),
                ProfileJson.write(profile),
                SqlValues.timestamp(profile.createdAt()),
                SqlValues.timestamp(profile.updatedAt()));
    }

    @Override
    public void change(Tx tx, CertificateProfile profile) {
        Sql.update(
                tx,
                CHANGE,
                profile.name(),
                ProfileJson.write(profile),
                SqlValues.timestamp(profile.updatedAt()),
                profile.id().value());
    }

    @Override
    public void delete(Tx tx, ProfileId id) {
        Sql.update(tx, "DELETE FROM certificate_profile WHERE id = ?", id.value());
    }

    private static CertificateProfile read(ResultSet row) throws SQLException {
        return ProfileJson.read(
                new ProfileId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("content"),
                SqlValues.instant(row, "created_at").orElseThrow(),
                SqlValues.instant(row, "updated_at").orElseThrow());
    }
}
