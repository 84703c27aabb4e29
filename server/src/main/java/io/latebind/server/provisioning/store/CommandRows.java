package io.latebind.server.provisioning.store;

import io.latebind.contract.device.CommandId;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.CommandJson;
import io.latebind.server.provisioning.CommandOrigin;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.CommandStatus;
import io.latebind.server.provisioning.CommandType;
import io.latebind.server.provisioning.Deliveries;
import io.latebind.server.provisioning.PendingIssuance;
import io.latebind.server.provisioning.QueuedCommand;
import io.latebind.server.secrecy.SecretCipher;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code provisioning_command}. Write-only parameters are encrypted here and bound to their command's id. */
public final class CommandRows {
    private final SecretCipher cipher;

    public CommandRows(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * What {@link #read} looks for, of a table called {@code q}.
     *
     * @param request the expression that gives its request; null for a command whose request is not needed
     */
    static String columns(String request) {
        return """
            q.id, q.place, q.type, %s AS request, q.secret, q.secret_erased, q.description, q.status, q.response,
            q.deliveries, q.unanswered, q.oldest_attempt, q.newest_attempt, q.clear_first, q.removed, q.warnings,
            q.created_by, q.rule_id, q.rule_version, q.implicit, q.issued_for,
            q.issuance_since, q.issuance_due, q.issuance_tries, q.issuance_problem, q.created_at, q.updated_at""".formatted(request);
    }

    QueuedCommand read(ResultSet row) throws SQLException {
        CommandId id = new CommandId(row.getObject("id", UUID.class));
        CommandType type = CommandType.valueOf(row.getString("type"));
        String request = row.getString("request");
        return new QueuedCommand(
                id,
                row.getInt("place"),
                type,
                request == null ? Optional.empty() : Optional.of(request(id, type, request, row.getBytes("secret"))),
                row.getBoolean("secret_erased"),
                Optional.ofNullable(row.getString("description")),
                CommandStatus.valueOf(row.getString("status")),
                CommandJson.readResponse(type, row.getString("response")),
                new Deliveries(
                        row.getInt("deliveries"),
                        row.getInt("unanswered"),
                        row.getLong("oldest_attempt"),
                        row.getLong("newest_attempt")),
                row.getBoolean("clear_first"),
                issuance(row),
                row.getBoolean("removed"),
                List.of((String[]) row.getArray("warnings").getArray()),
                row.getString("created_by"),
                origin(row),
                SqlValues.instant(row, "created_at").orElseThrow(),
                SqlValues.instant(row, "updated_at").orElseThrow());
    }

    private static Optional<PendingIssuance> issuance(ResultSet row) throws SQLException {
        Optional<Instant> since = SqlValues.instant(row, "issuance_since");
        if (since.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PendingIssuance(
                since.get(),
                SqlValues.instant(row, "issuance_due").orElseThrow(),
                row.getInt("issuance_tries"),
                Optional.ofNullable(row.getString("issuance_problem"))));
    }

    private static CommandOrigin origin(ResultSet row) throws SQLException {
        if (row.getBoolean("implicit")) {
            return new CommandOrigin.Implicit();
        }
        UUID key = row.getObject("issued_for", UUID.class);
        if (key != null) {
            return new CommandOrigin.Issued(new CommandId(key));
        }
        UUID rule = row.getObject("rule_id", UUID.class);
        return rule == null
                ? new CommandOrigin.User()
                : new CommandOrigin.Rule(new RuleId(rule), row.getInt("rule_version"));
    }

    private CommandRequest request(CommandId id, CommandType type, String request, byte @Nullable [] secret) {
        Optional<Secret> opened = Optional.ofNullable(secret).map(bytes -> cipher.decrypt(bytes, associatedData(id)));
        return CommandJson.read(type, request, opened);
    }

    /** The write-only parameters as they are stored; null when there are none. */
    byte @Nullable [] sealedSecret(QueuedCommand command) {
        return command.request()
                .flatMap(CommandJson::secret)
                .map(secret -> cipher.encrypt(secret, associatedData(command.id())))
                .orElse(null);
    }

    private static byte[] associatedData(CommandId id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
    }
}
