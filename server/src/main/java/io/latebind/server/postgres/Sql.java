package io.latebind.server.postgres;

import io.latebind.server.kernel.Tx;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Single statements of stores. Values are what JDBC takes for an object, or arrays of texts, UUIDs, bytes and decimals. */
public final class Sql {
    private Sql() {}

    /** What a store makes of a row. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows, in their order. */
    public static <T> List<T> query(Tx tx, String sql, Row<T> reader, @Nullable Object... values) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                bind(connection, query, values);
                try (ResultSet row = query.executeQuery()) {
                    List<T> found = new ArrayList<>();
                    while (row.next()) {
                        found.add(reader.read(row));
                    }
                    return found;
                }
            }
        });
    }

    /** How many rows it changed. */
    public static int update(Tx tx, String sql, @Nullable Object... values) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(connection, statement, values);
                return statement.executeUpdate();
            }
        });
    }

    private static void bind(Connection connection, PreparedStatement statement, @Nullable Object... values)
            throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1,
                    switch (values[i]) {
                        case String[] list -> connection.createArrayOf("text", list);
                        case UUID[] list -> connection.createArrayOf("uuid", list);
                        case byte[][] list -> connection.createArrayOf("bytea", list);
                        case BigDecimal[] list -> connection.createArrayOf("numeric", list);
                        case null -> null;
                        case Object value -> value;
                    });
        }
    }
}
