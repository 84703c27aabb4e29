package io.latebind.server.event.store;

import io.latebind.server.event.EventId;
import io.latebind.server.event.EventType;
import io.latebind.server.event.webhook.Delivery;
import io.latebind.server.event.webhook.DeliveryCursor;
import io.latebind.server.event.webhook.DeliveryStore;
import io.latebind.server.event.webhook.DueDelivery;
import io.latebind.server.event.webhook.Receivers;
import io.latebind.server.event.webhook.Webhook;
import io.latebind.server.event.webhook.WebhookId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deliveries in PostgreSQL. */
public final class PgDeliveryStore implements DeliveryStore {
    private final WebhookSecrets secrets;

    public PgDeliveryStore(WebhookSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public int fanOut(Tx tx, Instant now, int limit) {
        return number(tx, DeliverySql.FAN_OUT, limit, now);
    }

    @Override
    public List<DueDelivery> take(Tx tx, Instant now, Instant leaseEnd, Map<WebhookId, Integer> underWay) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement take = connection.prepareStatement(DeliverySql.TAKE)) {
                List<WebhookId> busy = List.copyOf(underWay.keySet());
                take.setArray(
                        1,
                        connection.createArrayOf(
                                "uuid", busy.stream().map(WebhookId::value).toArray()));
                take.setArray(
                        2,
                        connection.createArrayOf(
                                "int", busy.stream().map(underWay::get).toArray()));
                bind(take, 3, now, now, DeliverySql.UNDER_WAY, now, leaseEnd, now);
                List<Taken> taken = new ArrayList<>();
                try (ResultSet row = take.executeQuery()) {
                    while (row.next()) {
                        taken.add(new Taken(row.getLong("sequence"), due(row)));
                    }
                }
                return taken.stream().sorted().map(Taken::due).toList();
            }
        });
    }

    /** UPDATE returns its rows in no order; the events' own is at least attempted. */
    private record Taken(long sequence, DueDelivery due) implements Comparable<Taken> {
        @Override
        public int compareTo(Taken other) {
            return Long.compare(sequence, other.sequence);
        }
    }

    private DueDelivery due(ResultSet row) throws SQLException {
        WebhookId webhook = new WebhookId(row.getObject("webhook_id", UUID.class));
        List<Secret> signing = new ArrayList<>();
        signing.add(secrets.opened(webhook, row.getBytes("secret")));
        byte @Nullable [] old = row.getBytes("old_secret");
        if (old != null) {
            signing.add(secrets.opened(webhook, old));
        }
        return new DueDelivery(
                webhook,
                new EventId(row.getObject("event_id", UUID.class)),
                row.getInt("attempts"),
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getString("url"),
                signing,
                new EventType(row.getString("type")),
                row.getString("subject"),
                SqlValues.instant(row, "event_at").orElseThrow(),
                row.getString("data"));
    }

    @Override
    public void delivered(Tx tx, DueDelivery due, int status, Instant now) {
        UUID webhook = due.webhook().value();
        update(tx, DeliverySql.DELIVERED, now, status, webhook, due.event().value(), now, webhook, now);
    }

    @Override
    public void failed(
            Tx tx,
            DueDelivery due,
            Receivers.Answer.NotTaken answer,
            Optional<Instant> next,
            Optional<Instant> heldUntil,
            Instant now) {
        UUID webhook = due.webhook().value();
        @Nullable Instant again = next.orElse(null);
        @Nullable Integer status = answer.status().orElse(null);
        update(
                tx,
                DeliverySql.FAILED,
                again,
                again,
                now,
                again,
                status,
                answer.reason(),
                webhook,
                due.event().value(),
                due.attempt(),
                now,
                answer.reason(),
                heldUntil.orElse(null),
                webhook);
    }

    @Override
    public void addTest(Tx tx, Webhook webhook, EventId id, String data, Instant now) {
        String subject = webhook.id().toString();
        update(tx, DeliverySql.ADD_TEST, webhook.id().value(), id.value(), now, subject, data, now);
    }

    @Override
    public void endPending(Tx tx, WebhookId webhook, String reason, Instant now) {
        update(tx, DeliverySql.END_PENDING, now, reason, webhook.value());
    }

    @Override
    public boolean replay(Tx tx, WebhookId webhook, EventId id, Instant now) {
        return update(tx, DeliverySql.REPLAY, now, webhook.value(), id.value()) == 1;
    }

    @Override
    public int replayDead(Tx tx, WebhookId webhook, Instant now) {
        return update(tx, DeliverySql.REPLAY_DEAD, now, webhook.value());
    }

    @Override
    public int prune(Tx tx, Instant deliveredBefore, Instant deadBefore, int limit) {
        return update(tx, DeliverySql.PRUNE, deliveredBefore, deadBefore, limit);
    }

    @Override
    public Optional<Delivery> find(Tx tx, WebhookId webhook, EventId id) {
        return deliveries(tx, DeliverySql.COLUMNS + " AND event_id = ?", List.of(webhook.value(), id.value())).stream()
                .findFirst();
    }

    @Override
    public List<Delivery> list(
            Tx tx,
            WebhookId webhook,
            Optional<Delivery.State> state,
            Optional<DeliveryCursor> behind,
            boolean descending,
            int limit) {
        StringBuilder sql = new StringBuilder(DeliverySql.COLUMNS);
        List<Object> values = new ArrayList<>(List.of(webhook.value()));
        state.ifPresent(wanted -> {
            sql.append(" AND state = ?");
            values.add(wanted.name());
        });
        behind.ifPresent(cursor -> {
            sql.append(" AND (event_at, event_id) ")
                    .append(descending ? "<" : ">")
                    .append(" (?, ?)");
            values.add(cursor.eventAt());
            values.add(cursor.id().value());
        });
        String direction = descending ? "DESC" : "ASC";
        sql.append(" ORDER BY event_at ")
                .append(direction)
                .append(", event_id ")
                .append(direction)
                .append(" LIMIT ?");
        values.add(limit);
        return deliveries(tx, sql.toString(), values);
    }

    @Override
    public long count(Tx tx, WebhookId webhook, Optional<Delivery.State> state) {
        String sql = "SELECT count(*) FROM webhook_delivery WHERE webhook_id = ?";
        return state.isEmpty()
                ? number(tx, sql, webhook.value())
                : number(
                        tx, sql + " AND state = ?", webhook.value(), state.get().name());
    }

    private static List<Delivery> deliveries(Tx tx, String sql, List<Object> values) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = prepared(connection, sql, values.toArray())) {
                List<Delivery> deliveries = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        deliveries.add(delivery(row));
                    }
                }
                return deliveries;
            }
        });
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        Delivery.State state = Delivery.State.valueOf(row.getString("state"));
        return new Delivery(
                new EventId(row.getObject("event_id", UUID.class)),
                new EventType(row.getString("type")),
                row.getString("subject"),
                SqlValues.instant(row, "event_at").orElseThrow(),
                state,
                row.getInt("attempts"),
                SqlValues.instant(row, "next_attempt_at").filter(_ -> state == Delivery.State.PENDING),
                SqlValues.instant(row, "last_attempt_at"),
                SqlValues.instant(row, "ended_at"),
                Optional.ofNullable(row.getObject("last_status", Integer.class)),
                Optional.ofNullable(row.getString("last_reason")));
    }

    private static int number(Tx tx, String sql, @Nullable Object... values) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = prepared(connection, sql, values);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private static int update(Tx tx, String sql, @Nullable Object... values) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement update = prepared(connection, sql, values)) {
                return update.executeUpdate();
            }
        });
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement, 1, values);
        return statement;
    }

    private static void bind(PreparedStatement statement, int first, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    first + i, values[i] instanceof Instant instant ? SqlValues.timestamp(instant) : values[i]);
        }
    }
}
