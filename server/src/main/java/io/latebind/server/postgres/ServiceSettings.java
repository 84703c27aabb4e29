package io.latebind.server.postgres;

import io.latebind.server.kernel.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** Small facts about the deployment that the database keeps. */
public final class ServiceSettings {
    /** Tells the right secret key from a wrong one. */
    public static final String SECRET_KEY_CHECK = "secret_key_check";

    private ServiceSettings() {}

    public static Optional<byte[]> read(Tx tx, String name) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT value FROM service_setting WHERE name = ?")) {
                query.setString(1, name);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    /** Keeps what is there already: of two services that start at once, the first one's value stays. */
    public static void storeFirst(Tx tx, String name, byte[] value) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO service_setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, name);
                insert.setBytes(2, value);
                return insert.executeUpdate();
            }
        });
    }
}
