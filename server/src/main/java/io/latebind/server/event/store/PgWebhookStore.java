package io.latebind.server.event.store;

import io.latebind.server.event.webhook.Webhook;
import io.latebind.server.event.webhook.WebhookId;
import io.latebind.server.event.webhook.WebhookStore;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Webhooks in PostgreSQL. */
public final class PgWebhookStore implements WebhookStore {
    private static final String COLUMNS = """
            SELECT id, team_id, url, types, tags, description, active, created_by, created_at, updated_at, old_secret_until,
                   last_delivered_at, failing_since, last_failure, held_until
            FROM webhook w
            """;

    private static final String LIST = COLUMNS + " WHERE team_id = ? ORDER BY created_at, id";

    private static final String LOCK = COLUMNS + " WHERE team_id = ? AND id = ? FOR NO KEY UPDATE";

    private static final String HOPELESS = COLUMNS + """
             WHERE active AND failing_since IS NOT NULL AND (failing_since < ? OR ? < (
                SELECT count(*) FROM (
                    SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'PENDING' LIMIT ?) waiting))
            """;

    private static final String ADD = """
            INSERT INTO webhook (url, types, tags, description, active, updated_at, id, team_id, secret, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String SAVE = """
            UPDATE webhook SET url = ?, types = ?, tags = ?, description = ?, active = ?, updated_at = ?,
                failing_since = CASE WHEN active THEN failing_since END,
                held_until = CASE WHEN active AND url = ? THEN held_until END
            WHERE id = ?
            """;

    private static final String ROTATE = """
            UPDATE webhook SET old_secret = CASE WHEN ?::timestamptz IS NOT NULL THEN secret END, old_secret_until = ?, secret = ?,
                updated_at = ?
            WHERE id = ?
            """;

    private final WebhookSecrets secrets;

    public PgWebhookStore(WebhookSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public List<Webhook> list(Tx tx, TeamId team) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(LIST)) {
                query.setObject(1, team.value());
                return webhooks(query);
            }
        });
    }

    @Override
    public Optional<Webhook> lock(Tx tx, TeamId team, WebhookId id) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(LOCK)) {
                query.setObject(1, team.value());
                query.setObject(2, id.value());
                return webhooks(query).stream().findFirst();
            }
        });
    }

    @Override
    public List<Webhook> hopeless(Tx tx, Instant since, int backlog) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(HOPELESS)) {
                query.setObject(1, SqlValues.timestamp(since));
                query.setInt(2, backlog);
                query.setInt(3, backlog + 1);
                return webhooks(query);
            }
        });
    }

    @Override
    public void add(Tx tx, Webhook webhook, Secret secret) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                bind(connection, insert, webhook);
                insert.setObject(7, webhook.id().value());
                insert.setObject(8, webhook.team().value());
                insert.setBytes(9, secrets.sealed(webhook.id(), secret));
                insert.setObject(10, webhook.createdBy().value());
                insert.setObject(11, SqlValues.timestamp(webhook.createdAt()));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void save(Tx tx, Webhook webhook) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(SAVE)) {
                bind(connection, update, webhook);
                update.setString(7, webhook.url());
                update.setObject(8, webhook.id().value());
                return update.executeUpdate();
            }
        });
    }

    /** The six columns that a user changes. */
    private static void bind(Connection connection, PreparedStatement statement, Webhook webhook) throws SQLException {
        statement.setString(1, webhook.url());
        statement.setArray(
                2, connection.createArrayOf("text", webhook.wanted().types().toArray()));
        statement.setArray(
                3, connection.createArrayOf("text", webhook.wanted().tags().toArray()));
        statement.setString(4, webhook.description().orElse(null));
        statement.setBoolean(5, webhook.active());
        statement.setObject(6, SqlValues.timestamp(webhook.updatedAt()));
    }

    @Override
    public void rotate(Tx tx, Webhook webhook, Secret secret) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(ROTATE)) {
                for (int i = 1; i <= 2; i++) {
                    update.setObject(
                            i,
                            webhook.oldSecretUntil().map(SqlValues::timestamp).orElse(null),
                            Types.TIMESTAMP_WITH_TIMEZONE);
                }
                update.setBytes(3, secrets.sealed(webhook.id(), secret));
                update.setObject(4, SqlValues.timestamp(webhook.updatedAt()));
                update.setObject(5, webhook.id().value());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void delete(Tx tx, WebhookId id) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM webhook WHERE id = ?")) {
                delete.setObject(1, id.value());
                return delete.executeUpdate();
            }
        });
    }

    private static List<Webhook> webhooks(PreparedStatement query) throws SQLException {
        List<Webhook> webhooks = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                webhooks.add(webhook(row));
            }
        }
        return webhooks;
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                new WebhookId(row.getObject("id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getString("url"),
                new Webhook.Wanted(List.of((String[]) row.getArray("types").getArray()), List.of((String[])
                        row.getArray("tags").getArray())),
                Optional.ofNullable(row.getString("description")),
                row.getBoolean("active"),
                new MemberId(row.getObject("created_by", UUID.class)),
                SqlValues.instant(row, "created_at").orElseThrow(),
                SqlValues.instant(row, "updated_at").orElseThrow(),
                SqlValues.instant(row, "old_secret_until"),
                new Webhook.Health(
                        SqlValues.instant(row, "last_delivered_at"),
                        SqlValues.instant(row, "failing_since"),
                        Optional.ofNullable(row.getString("last_failure")),
                        SqlValues.instant(row, "held_until")));
    }
}
