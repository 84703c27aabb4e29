package io.latebind.server.access.store;

import io.latebind.server.access.AccessStore;
import io.latebind.server.access.Account;
import io.latebind.server.access.StarterStanding;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Teams, members and API keys in PostgreSQL. */
public final class PgAccessStore implements AccessStore {
    private static final String PRINCIPAL = """
            SELECT k.id, k.role, k.last_used_at, m.id AS member_id, m.role AS member_role, m.team_id, t.operating
            FROM api_key k JOIN member m ON m.id = k.member_id JOIN team t ON t.id = m.team_id
            WHERE k.key_hash = ? AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ?)
                AND m.removed_at IS NULL AND t.closed_at IS NULL
            """;

    private static final String USED = "UPDATE api_key SET last_used_at = ?, last_used_from = ? WHERE id = ?";

    private static final String STANDING = """
            SELECT k.role, m.role AS member_role, k.revoked_at, m.removed_at, t.closed_at
            FROM api_key k JOIN member m ON m.id = k.member_id JOIN team t ON t.id = m.team_id
            WHERE k.id = ? FOR KEY SHARE OF t
            """;

    private static final String ACCOUNT = """
            SELECT t.id, t.name, t.operating, m.id AS member_id, m.name AS member_name
            FROM member m JOIN team t ON t.id = m.team_id
            WHERE m.id = ? AND t.id = ?
            """;

    private static final String FOUNDER = """
            SELECT t.id, m.id AS member_id
            FROM team t JOIN member m ON m.team_id = t.id AND m.role = 'OWNER'
            WHERE t.operating ORDER BY m.created_at, m.id LIMIT 1
            """;

    private static final String FOUND = """
            WITH founded AS (
                INSERT INTO team (id, name, operating, created_at) VALUES (?, 'operating team', true, ?)
                ON CONFLICT DO NOTHING RETURNING id, created_at
            )
            INSERT INTO member (id, team_id, name, role, created_at)
            SELECT ?, id, 'owner', 'OWNER', created_at FROM founded
            """;

    private static final String ADD_OWNER_KEY = """
            INSERT INTO api_key (id, member_id, role, key_hash, created_at, name) VALUES (?, ?, 'OWNER', ?, ?, 'owner.key')
            ON CONFLICT (key_hash) DO NOTHING
            """;

    @Override
    public Optional<KnownKey> key(Tx tx, byte[] keyHash, Origin origin, Instant now) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(PRINCIPAL)) {
                query.setBytes(1, keyHash);
                query.setObject(2, SqlValues.timestamp(now));
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(new KnownKey(
                                    new Principal(
                                            new TeamId(row.getObject("team_id", UUID.class)),
                                            row.getBoolean("operating"),
                                            new MemberId(row.getObject("member_id", UUID.class)),
                                            new ApiKeyId(row.getObject("id", UUID.class)),
                                            Role.weaker(
                                                    Role.valueOf(row.getString("role")),
                                                    Role.valueOf(row.getString("member_role"))),
                                            origin),
                                    SqlValues.instant(row, "last_used_at")))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public void used(Tx tx, Principal caller, Instant now) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(USED)) {
                update.setObject(1, SqlValues.timestamp(now));
                update.setString(2, caller.origin().address());
                update.setObject(3, caller.key().value());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public StarterStanding standing(Tx tx, Principal starter) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(STANDING)) {
                query.setObject(1, starter.key().value());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? standing(row, starter.role()) : StarterStanding.KEY_REVOKED;
                }
            }
        });
    }

    private static StarterStanding standing(ResultSet row, Role then) throws SQLException {
        if (row.getObject("closed_at") != null) {
            return StarterStanding.TEAM_CLOSED;
        }
        if (row.getObject("removed_at") != null) {
            return StarterStanding.MEMBER_REMOVED;
        }
        if (row.getObject("revoked_at") != null) {
            return StarterStanding.KEY_REVOKED;
        }
        Role now = Role.weaker(Role.valueOf(row.getString("role")), Role.valueOf(row.getString("member_role")));
        return now.atLeast(then) ? StarterStanding.GOOD : StarterStanding.ROLE_WEAKER;
    }

    @Override
    public Optional<Account> account(Tx tx, Principal caller) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(ACCOUNT)) {
                query.setObject(1, caller.member().value());
                query.setObject(2, caller.team().value());
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Account(
                                    caller.team(),
                                    row.getString("name"),
                                    row.getBoolean("operating"),
                                    caller.member(),
                                    row.getString("member_name"),
                                    caller.role()))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public Optional<Founder> founder(Tx tx) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(FOUNDER);
                    ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Founder(
                                new TeamId(row.getObject("id", UUID.class)),
                                new MemberId(row.getObject("member_id", UUID.class))))
                        : Optional.empty();
            }
        });
    }

    @Override
    public void found(Tx tx, Founder founder, Instant now) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(FOUND)) {
                insert.setObject(1, founder.team().value());
                insert.setObject(2, SqlValues.timestamp(now));
                insert.setObject(3, founder.member().value());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void addOwnerKey(Tx tx, ApiKeyId id, Founder founder, byte[] keyHash, Instant now) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD_OWNER_KEY)) {
                insert.setObject(1, id.value());
                insert.setObject(2, founder.member().value());
                insert.setBytes(3, keyHash);
                insert.setObject(4, SqlValues.timestamp(now));
                return insert.executeUpdate();
            }
        });
    }
}
