package io.latebind.server.provisioning.store;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.token.CandidateKey;
import io.latebind.server.event.EventData;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.CommandJson;
import io.latebind.server.provisioning.CommandOrigin;
import io.latebind.server.provisioning.ConnectionMark;
import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.PendingIssuance;
import io.latebind.server.provisioning.QueueEventRules;
import io.latebind.server.provisioning.QueueSave;
import io.latebind.server.provisioning.QueuedCommand;
import io.latebind.server.provisioning.RunFacts;
import io.latebind.server.provisioning.StatusRules;
import io.latebind.server.provisioning.Visit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds a change of a queue to the one statement that stores it. */
final class QueueSaveStatement {
    private static final String ADD = """
            INSERT INTO provisioning_command (id, device_uuid, place, type, request, secret, secret_erased, description, status, response,
                deliveries, unanswered, oldest_attempt, newest_attempt, clear_first, removed, warnings, created_by,
                rule_id, rule_version, implicit, issued_for, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String REWRITE = """
            UPDATE provisioning_command SET request = ?::json, secret = ?, description = ?, warnings = ? WHERE id = ?
            """;

    private final CommandRows rows;
    private final IdSource ids;

    QueueSaveStatement(CommandRows rows, IdSource ids) {
        this.rows = rows;
        this.ids = ids;
    }

    /** False, and nothing stored, when the claim is in another state than the change started from. */
    boolean execute(Connection connection, QueueSave save) throws SQLException {
        List<QueuedCommand> added = save.added();
        List<QueuedCommand> rewritten = save.rewritten();
        if (!(added.isEmpty() && rewritten.isEmpty()) && connection.getAutoCommit()) {
            throw new IllegalStateException("users change a queue in a transaction, not statement by statement");
        }
        try (PreparedStatement statement = connection.prepareStatement(QueueSql.SAVE)) {
            Parameters parameters = new Parameters(connection, statement);
            bindClaim(parameters, save);
            bindPin(parameters, save.visit());
            bindChanged(parameters, save.changed());
            parameters.array("uuid", save.removed(), command -> command.id().value());
            bindHistory(parameters, save);
            bindEvents(parameters, save);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getInt(1) == 0) {
                    return false;
                }
            }
        }
        for (QueuedCommand command : added) {
            add(connection, save, command);
        }
        for (QueuedCommand command : rewritten) {
            rewrite(connection, command);
        }
        return true;
    }

    private static void bindClaim(Parameters parameters, QueueSave save) throws SQLException {
        RunFacts run = save.after().run();
        Optional<Visit> visit = save.visit();
        parameters.text(StatusRules.statusOf(save.after()).name());
        parameters.object(save.after().attempts());
        parameters.object(run.goingOn());
        parameters.object(run.delivered());
        parameters.text(run.lastEndedIn().map(Enum::name).orElse(null));
        parameters.object(run.anyResult());
        parameters.timestamp(visit.map(Visit::at).orElse(null));
        parameters.text(visit.flatMap(Visit::modemFirmware).orElse(null));
        parameters.text(visit.flatMap(Visit::clientVersion).orElse(null));
        parameters.bigint(
                visit.flatMap(Visit::connected).map(ConnectionMark::fingerprint).orElse(null));
        parameters.timestamp(
                visit.flatMap(Visit::connected).map(ConnectionMark::at).orElse(null));
        parameters.object(save.at().device().value());
        parameters.object(save.at().claim().value());
        parameters.object(save.at().version());
    }

    private static void bindPin(Parameters parameters, Optional<Visit> visit) throws SQLException {
        Optional<CandidateKey> pin = visit.flatMap(Visit::pin);
        parameters.bytes(pin.map(key -> key.key().spki()).orElse(null));
        parameters.number(pin.map(key -> key.variant().number()).orElse(null));
        parameters.timestamp(pin.isPresent() ? visit.map(Visit::at).orElse(null) : null);
    }

    private static void bindChanged(Parameters parameters, List<QueuedCommand> changed) throws SQLException {
        parameters.array("uuid", changed, command -> command.id().value());
        parameters.array("int", changed, QueuedCommand::place);
        parameters.array("text", changed, command -> command.status().name());
        parameters.array("text", changed, QueueSaveStatement::response);
        parameters.array("boolean", changed, QueuedCommand::secretErased);
        parameters.array("int", changed, command -> command.deliveries().total());
        parameters.array("int", changed, command -> command.deliveries().unanswered());
        parameters.array("bigint", changed, command -> command.deliveries().oldest());
        parameters.array("bigint", changed, command -> command.deliveries().newest());
        parameters.array("boolean", changed, QueuedCommand::clearFirst);
        parameters.array("boolean", changed, QueuedCommand::removed);
        parameters.array("timestamptz", changed, command -> moment(command, PendingIssuance::since));
        parameters.array("timestamptz", changed, command -> moment(command, PendingIssuance::due));
        parameters.array(
                "int",
                changed,
                command -> command.issuance().map(PendingIssuance::tries).orElse(null));
        parameters.array(
                "text",
                changed,
                command -> command.issuance().flatMap(PendingIssuance::problem).orElse(null));
        parameters.array("timestamptz", changed, command -> SqlValues.timestamp(command.updatedAt()));
    }

    private static @Nullable Object moment(QueuedCommand command, Function<PendingIssuance, Instant> of) {
        return command.issuance().map(of).map(SqlValues::timestamp).orElse(null);
    }

    private static @Nullable String response(QueuedCommand command) {
        return command.result()
                .map(result -> CommandJson.response(command.type(), result).toString())
                .orElse(null);
    }

    private void bindHistory(Parameters parameters, QueueSave save) throws SQLException {
        List<HistoryEntry> history = save.history();
        parameters.timestamp(save.now());
        parameters.array("uuid", history, _ -> ids.newUuid());
        parameters.array("text", history, entry -> entry.kind().name());
        parameters.array(
                "uuid", history, entry -> entry.command().map(id -> id.value()).orElse(null));
        parameters.array("text", history, HistoryEntry::text);
        parameters.array("text", history, HistoryRows::details);
    }

    private void rewrite(Connection connection, QueuedCommand command) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REWRITE)) {
            Parameters parameters = new Parameters(connection, statement);
            parameters.text(CommandJson.request(command.requestNow()).toString());
            parameters.bytes(rows.sealedSecret(command));
            parameters.text(command.description().orElse(null));
            parameters.array("text", command.warnings(), warning -> warning);
            parameters.object(command.id().value());
            statement.executeUpdate();
        }
    }

    private void bindEvents(Parameters parameters, QueueSave save) throws SQLException {
        List<QueueEventRules.QueueEvent> events = QueueEventRules.of(save);
        parameters.timestamp(save.now());
        parameters.array("uuid", events, _ -> ids.newUuid());
        parameters.array("text", events, event -> event.type().name());
        parameters.array("text", events, event -> EventData.json(event.data()));
    }

    private void add(Connection connection, QueueSave save, QueuedCommand command) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            Parameters parameters = new Parameters(connection, statement);
            parameters.object(command.id().value());
            parameters.object(save.at().device().value());
            parameters.object(command.place());
            parameters.text(command.type().name());
            parameters.text(CommandJson.request(command.requestNow()).toString());
            parameters.bytes(rows.sealedSecret(command));
            parameters.object(command.secretErased());
            parameters.text(command.description().orElse(null));
            parameters.text(command.status().name());
            parameters.text(response(command));
            parameters.object(command.deliveries().total());
            parameters.object(command.deliveries().unanswered());
            parameters.object(command.deliveries().oldest());
            parameters.object(command.deliveries().newest());
            parameters.object(command.clearFirst());
            parameters.object(command.removed());
            parameters.array("text", command.warnings(), warning -> warning);
            parameters.text(command.createdBy());
            bindOrigin(parameters, command.origin());
            parameters.timestamp(command.createdAt());
            parameters.timestamp(command.updatedAt());
            statement.executeUpdate();
        }
    }

    private static void bindOrigin(Parameters parameters, CommandOrigin origin) throws SQLException {
        Optional<CommandOrigin.Rule> rule =
                origin instanceof CommandOrigin.Rule by ? Optional.of(by) : Optional.empty();
        parameters.uuid(rule.map(by -> by.rule().value()).orElse(null));
        parameters.integer(rule.map(CommandOrigin.Rule::version).orElse(null));
        parameters.object(origin instanceof CommandOrigin.Implicit);
        parameters.uuid(origin instanceof CommandOrigin.Issued(CommandId key) ? key.value() : null);
    }

    /** Binds the parameters of a statement one after the other. */
    private static final class Parameters {
        private final Connection connection;
        private final PreparedStatement statement;
        private int bound;

        Parameters(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        void text(@Nullable String value) throws SQLException {
            statement.setString(++bound, value);
        }

        void object(Object value) throws SQLException {
            statement.setObject(++bound, value);
        }

        void number(@Nullable Integer value) throws SQLException {
            statement.setObject(++bound, value, Types.SMALLINT);
        }

        void integer(@Nullable Integer value) throws SQLException {
            statement.setObject(++bound, value, Types.INTEGER);
        }

        void uuid(@Nullable UUID value) throws SQLException {
            statement.setObject(++bound, value);
        }

        void bigint(@Nullable Long value) throws SQLException {
            statement.setObject(++bound, value, Types.BIGINT);
        }

        void bytes(byte @Nullable [] value) throws SQLException {
            statement.setBytes(++bound, value);
        }

        void timestamp(@Nullable Instant value) throws SQLException {
            statement.setObject(
                    ++bound, value == null ? null : SqlValues.timestamp(value), Types.TIMESTAMP_WITH_TIMEZONE);
        }

        <T> void array(String type, List<T> items, Function<T, @Nullable Object> value) throws SQLException {
            statement.setArray(++bound, SqlValues.array(connection, type, items, value));
        }
    }
}
