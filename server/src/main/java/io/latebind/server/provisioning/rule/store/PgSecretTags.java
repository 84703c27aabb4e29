package io.latebind.server.provisioning.rule.store;

import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which tags make a rule with secrets apply: only admins and owners may give them to a device (specification 7.1). */
public final class PgSecretTags {
    private static final String BOUND = """
            SELECT DISTINCT t.tag
            FROM provisioning_rule r, unnest(r.tags) AS t(tag)
            WHERE r.team_id = ? AND r.active AND r.has_secrets AND t.tag = ANY (?) ORDER BY t.tag
            """;

    /** Those of {@code tags} that are bound to an active rule with secrets. */
    public Set<String> bound(Tx tx, TeamId team, List<String> tags) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(BOUND)) {
                query.setObject(1, team.value());
                query.setArray(2, connection.createArrayOf("text", tags.toArray()));
                Set<String> found = new LinkedHashSet<>();
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
