package io.latebind.server.provisioning.rule.store;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.provisioning.CommandJson;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.CommandType;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.rule.ProvisioningRule;
import io.latebind.server.provisioning.rule.RuleTrust;
import io.latebind.server.secrecy.SecretCipher;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Rows of {@code provisioning_rule} and {@code provisioning_rule_command}. Write-only parameters are a rule's own copy, encrypted here and
 * bound to rule, version and place.
 */
public final class RuleRows {
    /** For queries that name the table {@code r}. */
    static final String COLUMNS = """
            r.id, r.sequence, r.name, r.description, r.active, r.version, r.applied_version, r.tags, r.trust, r.created_by,
            r.created_at, r.updated_at
            """;

    private static final String COMMANDS = """
            SELECT rule_id, place, version, description, type, request, secret FROM provisioning_rule_command
            WHERE rule_id = ANY (?) ORDER BY rule_id, place
            """;

    private static final String ADD_COMMAND = """
            INSERT INTO provisioning_rule_command (rule_id, place, version, description, type, request, secret)
            VALUES (?, ?, ?, ?, ?, ?::json, ?)
            """;

    private final SecretCipher cipher;

    public RuleRows(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** The rule of a row, with the commands that {@code commands} has for it. */
    static ProvisioningRule read(ResultSet row, Map<RuleId, List<NewCommand>> commands) throws SQLException {
        RuleId id = new RuleId(row.getObject("id", UUID.class));
        return new ProvisioningRule(
                id,
                row.getString("name"),
                Optional.ofNullable(row.getString("description")),
                row.getBoolean("active"),
                row.getInt("version"),
                row.getInt("applied_version"),
                commands.getOrDefault(id, List.of()),
                List.of((String[]) row.getArray("tags").getArray()),
                RuleTrust.valueOf(row.getString("trust")),
                new MemberId(row.getObject("created_by", UUID.class)),
                SqlValues.instant(row, "created_at").orElseThrow(),
                SqlValues.instant(row, "updated_at").orElseThrow());
    }

    static ProvisioningRule with(ProvisioningRule rule, List<NewCommand> commands) {
        return new ProvisioningRule(
                rule.id(),
                rule.name(),
                rule.description(),
                rule.active(),
                rule.version(),
                rule.appliedVersion(),
                commands,
                rule.tags(),
                rule.trust(),
                rule.createdBy(),
                rule.createdAt(),
                rule.updatedAt());
    }

    Map<RuleId, List<NewCommand>> commands(Connection connection, Collection<RuleId> rules) throws SQLException {
        Map<RuleId, List<NewCommand>> found = new HashMap<>();
        if (rules.isEmpty()) {
            return found;
        }
        try (PreparedStatement query = connection.prepareStatement(COMMANDS)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", rules.stream().map(RuleId::value).toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    RuleId rule = new RuleId(row.getObject("rule_id", UUID.class));
                    found.computeIfAbsent(rule, _ -> new ArrayList<>()).add(command(rule, row));
                }
            }
        }
        return found;
    }

    private NewCommand command(RuleId rule, ResultSet row) throws SQLException {
        byte[] place = associatedData(rule, row.getInt("version"), row.getInt("place"));
        Optional<Secret> secret =
                Optional.ofNullable(row.getBytes("secret")).map(bytes -> cipher.decrypt(bytes, place));
        CommandRequest request =
                CommandJson.read(CommandType.valueOf(row.getString("type")), row.getString("request"), secret);
        return new NewCommand(Optional.ofNullable(row.getString("description")), request);
    }

    void addCommands(Connection connection, ProvisioningRule rule) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD_COMMAND)) {
            for (int place = 1; place <= rule.commands().size(); place++) {
                NewCommand command = rule.commands().get(place - 1);
                byte[] bound = associatedData(rule.id(), rule.version(), place);
                insert.setObject(1, rule.id().value());
                insert.setInt(2, place);
                insert.setInt(3, rule.version());
                insert.setString(4, command.description().orElse(null));
                insert.setString(5, command.request().type().name());
                insert.setString(6, CommandJson.request(command.request()).toString());
                insert.setBytes(
                        7,
                        CommandJson.secret(command.request())
                                .map(secret -> cipher.encrypt(secret, bound))
                                .orElse(null));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static byte[] associatedData(RuleId rule, int version, int place) {
        return ByteBuffer.allocate(2 * Long.BYTES + 2 * Integer.BYTES)
                .putLong(rule.value().getMostSignificantBits())
                .putLong(rule.value().getLeastSignificantBits())
                .putInt(version)
                .putInt(place)
                .array();
    }
}
