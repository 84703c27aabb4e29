package io.latebind.server.provisioning.rule.store;

import io.latebind.server.certificate.AuthorityUse;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** Which rules, and which devices' open commands, name an authority or a profile (specification 4.1). */
public final class PgAuthorityUse implements AuthorityUse {
    /** Settings of a {@code config} command may have the same name and mean something else. */
    private static final String USERS = """
            (SELECT DISTINCT 'the rule ' || r.name
            FROM provisioning_rule r
            JOIN provisioning_rule_command c ON c.rule_id = r.id,
            json_each(c.request) AS named(type, parameters)
            WHERE r.team_id = ? AND named.type IN ('cloudAccessKeyGeneration', 'certificateSigningRequest')
                AND named.parameters ->> ? = ?
            LIMIT 5)
            UNION ALL
            (SELECT DISTINCT 'commands of device ' || d.device_uuid
            FROM claimed_device d
            JOIN provisioning_command c ON c.device_uuid = d.device_uuid,
            json_each(c.request) AS named(type, parameters)
            WHERE d.team_id = ? AND named.type IN ('cloudAccessKeyGeneration', 'certificateSigningRequest') AND NOT c.removed
                AND c.status IN ('PENDING', 'IN_PROGRESS') AND named.parameters ->> ? = ?
            LIMIT 5)
            """;

    @Override
    public List<String> ofAuthority(Tx tx, TeamId team, String name) {
        return users(tx, team, "authority", name);
    }

    @Override
    public List<String> ofProfile(Tx tx, TeamId team, String name) {
        return users(tx, team, "profile", name);
    }

    private static List<String> users(Tx tx, TeamId team, String parameter, String name) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(USERS)) {
                query.setObject(1, team.value());
                query.setString(2, parameter);
                query.setString(3, name);
                query.setObject(4, team.value());
                query.setString(5, parameter);
                query.setString(6, name);
                List<String> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getString(1));
                    }
                }
                return found;
            }
        });
    }
}
