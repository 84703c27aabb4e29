package io.latebind.server.access.store;

import io.latebind.server.access.ApiKey;
import io.latebind.server.access.Member;
import io.latebind.server.access.Team;
import io.latebind.server.access.TeamStore;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Teams, members and keys in PostgreSQL. */
public final class PgTeamStore implements TeamStore {
    private static final String TEAMS = "SELECT id, name, operating, created_at FROM team WHERE closed_at IS NULL";

    private static final String MEMBERS = """
            SELECT id, name, role, created_at FROM member WHERE team_id = ? AND removed_at IS NULL ORDER BY created_at, id
            """;

    private static final String KEYS = """
            SELECT k.id, k.member_id, m.role AS member_role, k.name, k.role, k.created_at, k.expires_at, k.revoked_at, k.last_used_at,
                   k.last_used_from, k.replaced_by
            FROM api_key k JOIN member m ON m.id = k.member_id
            WHERE m.team_id = ? AND m.removed_at IS NULL ORDER BY k.created_at, k.id
            """;

    @Override
    public List<Team> teams(Tx tx) {
        return Sql.query(tx, TEAMS + " ORDER BY created_at, id", PgTeamStore::team);
    }

    @Override
    public Optional<Team> lock(Tx tx, TeamId team) {
        return Sql.query(tx, TEAMS + " AND id = ? FOR UPDATE", PgTeamStore::team, team.value()).stream()
                .findFirst();
    }

    @Override
    public void addTeam(Tx tx, Team team) {
        Sql.update(
                tx,
                "INSERT INTO team (id, name, operating, created_at) VALUES (?, ?, ?, ?)",
                team.id().value(),
                team.name(),
                team.operating(),
                SqlValues.timestamp(team.createdAt()));
    }

    @Override
    public void renameTeam(Tx tx, Team team) {
        Sql.update(
                tx,
                "UPDATE team SET name = ? WHERE id = ?",
                team.name(),
                team.id().value());
    }

    @Override
    public boolean closeTeam(Tx tx, TeamId team, Instant now) {
        return Sql.update(
                        tx,
                        "UPDATE team SET closed_at = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM claimed_device WHERE team_id = ?)",
                        SqlValues.timestamp(now),
                        team.value(),
                        team.value())
                == 1;
    }

    @Override
    public List<Member> members(Tx tx, TeamId team) {
        return Sql.query(
                tx,
                MEMBERS,
                row -> new Member(
                        new MemberId(row.getObject("id", UUID.class)),
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        SqlValues.instant(row, "created_at").orElseThrow()),
                team.value());
    }

    @Override
    public void addMember(Tx tx, TeamId team, Member member) {
        Sql.update(
                tx,
                "INSERT INTO member (id, team_id, name, role, created_at) VALUES (?, ?, ?, ?, ?)",
                member.id().value(),
                team.value(),
                member.name(),
                member.role().name(),
                SqlValues.timestamp(member.createdAt()));
    }

    @Override
    public void changeMember(Tx tx, Member member) {
        Sql.update(
                tx,
                "UPDATE member SET name = ?, role = ? WHERE id = ?",
                member.name(),
                member.role().name(),
                member.id().value());
    }

    @Override
    public void removeMember(Tx tx, MemberId member, Instant now) {
        Sql.update(
                tx,
                "UPDATE api_key SET revoked_at = ? WHERE member_id = ? AND revoked_at IS NULL",
                SqlValues.timestamp(now),
                member.value());
        Sql.update(tx, "UPDATE member SET removed_at = ? WHERE id = ?", SqlValues.timestamp(now), member.value());
    }

    @Override
    public List<ApiKey> keys(Tx tx, TeamId team) {
        return Sql.query(
                tx,
                KEYS,
                row -> new ApiKey(
                        new ApiKeyId(row.getObject("id", UUID.class)),
                        new MemberId(row.getObject("member_id", UUID.class)),
                        Role.valueOf(row.getString("member_role")),
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        SqlValues.instant(row, "created_at").orElseThrow(),
                        SqlValues.instant(row, "expires_at"),
                        SqlValues.instant(row, "revoked_at"),
                        SqlValues.instant(row, "last_used_at"),
                        Optional.ofNullable(row.getString("last_used_from")),
                        Optional.ofNullable(row.getObject("replaced_by", UUID.class))
                                .map(ApiKeyId::new)),
                team.value());
    }

    @Override
    public void addKey(Tx tx, ApiKey key, byte[] keyHash) {
        Sql.update(
                tx,
                "INSERT INTO api_key (id, member_id, role, key_hash, created_at, expires_at, name) VALUES (?, ?, ?, ?, ?, ?, ?)",
                key.id().value(),
                key.member().value(),
                key.role().name(),
                keyHash,
                SqlValues.timestamp(key.createdAt()),
                key.expiresAt().map(SqlValues::timestamp).orElse(null),
                key.name());
    }

    @Override
    public void endKey(Tx tx, ApiKey key) {
        Sql.update(
                tx,
                "UPDATE api_key SET expires_at = ?, revoked_at = ?, replaced_by = ? WHERE id = ?",
                key.expiresAt().map(SqlValues::timestamp).orElse(null),
                key.revokedAt().map(SqlValues::timestamp).orElse(null),
                key.replacedBy().map(ApiKeyId::value).orElse(null),
                key.id().value());
    }

    private static Team team(ResultSet row) throws SQLException {
        return new Team(
                new TeamId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getBoolean("operating"),
                SqlValues.instant(row, "created_at").orElseThrow());
    }
}
