package io.latebind.server.provisioning.store;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceTypes;
import io.latebind.server.certificate.DeviceFacts;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.AwaitedCertificate;
import io.latebind.server.provisioning.CommandOrigin;
import io.latebind.server.provisioning.PendingCertificates;
import io.latebind.server.provisioning.PendingIssuance;
import io.latebind.server.provisioning.QueuedCommand;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that wait for their certificates, in PostgreSQL. */
public final class PgPendingCertificates implements PendingCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(PgPendingCertificates.class);

    private static final String FIND = awaited(
            "provisioning_command",
            "WHERE q.id = ? AND q.device_uuid = ? AND q.issuance_due IS NOT NULL AND NOT c.blocked");

    /** Whoever else takes at the same time passes over what is locked here. */
    private static final String TAKE = """
            WITH due AS MATERIALIZED (
                SELECT q.id FROM provisioning_command q
                WHERE q.issuance_due <= ?
                  AND NOT EXISTS (SELECT 1 FROM claimed_device c WHERE c.device_uuid = q.device_uuid AND c.blocked)
                ORDER BY q.issuance_due LIMIT ? FOR UPDATE SKIP LOCKED
            ), taken AS (
                UPDATE provisioning_command q SET issuance_due = ? FROM due WHERE q.id = due.id RETURNING q.*
            )
            """ + awaited("taken", "");

    private static String awaited(String table, String condition) {
        return """
            SELECT c.device_uuid, c.team_id, c.device_type, c.tags, i.imei, i.device_uuid IS NOT NULL AS registered,
                   %s
            FROM %s q
            JOIN claimed_device c ON c.device_uuid = q.device_uuid
            LEFT JOIN identity_registry i ON i.device_uuid = q.device_uuid
            %s""".formatted(CommandRows.columns("q.request"), table, condition);
    }

    /** Whoever holds it has changed when it is due. */
    private static final String PUT_OFF = """
            UPDATE provisioning_command SET issuance_due = ?, issuance_tries = ?, issuance_problem = ?
            WHERE id = ? AND issuance_since = ? AND issuance_tries = ?
            """;

    private final CommandRows rows;

    public PgPendingCertificates(CommandRows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<AwaitedCertificate> find(Tx tx, DeviceUuid device, CommandId key) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(FIND)) {
                query.setObject(1, key.value());
                query.setObject(2, device.value());
                return read(query).stream().findFirst();
            }
        });
    }

    @Override
    public List<AwaitedCertificate> takeDue(Tx tx, Instant now, Instant heldUntil, int most) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(TAKE)) {
                update.setObject(1, SqlValues.timestamp(now));
                update.setInt(2, most);
                update.setObject(3, SqlValues.timestamp(heldUntil));
                return read(update);
            }
        });
    }

    @Override
    public boolean putOff(Tx tx, CommandId key, PendingIssuance before, PendingIssuance after) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(PUT_OFF)) {
                update.setObject(1, SqlValues.timestamp(after.due()));
                update.setInt(2, after.tries());
                update.setString(3, after.problem().orElse(null));
                update.setObject(4, key.value());
                update.setObject(5, SqlValues.timestamp(before.since()));
                update.setInt(6, before.tries());
                return update.executeUpdate() == 1;
            }
        });
    }

    private List<AwaitedCertificate> read(PreparedStatement query) throws SQLException {
        List<AwaitedCertificate> awaited = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                read(row).ifPresent(awaited::add);
            }
        }
        return awaited;
    }

    /** Empty for a row that cannot be read: the others must not wait for it. */
    private Optional<AwaitedCertificate> read(ResultSet row) throws SQLException {
        try {
            QueuedCommand key = rows.read(row);
            return Optional.of(new AwaitedCertificate(
                    new TeamId(row.getObject("team_id", UUID.class)), facts(row, key.origin()), key));
        } catch (RuntimeException unreadable) {
            LOG.error(
                    "command {} of device {} waits for a certificate, and cannot be read",
                    row.getObject("id", UUID.class),
                    row.getObject("device_uuid", UUID.class),
                    unreadable);
            return Optional.empty();
        }
    }

    private static DeviceFacts facts(ResultSet row, CommandOrigin origin) throws SQLException {
        Optional<RuleId> rule =
                origin instanceof CommandOrigin.Rule(RuleId id, int _) ? Optional.of(id) : Optional.empty();
        return new DeviceFacts(
                new DeviceUuid(row.getObject("device_uuid", UUID.class)),
                Optional.ofNullable(row.getString("imei")),
                DeviceTypes.nameOf(row.getInt("device_type")),
                List.of((String[]) row.getArray("tags").getArray()),
                row.getBoolean("registered"),
                rule);
    }
}
