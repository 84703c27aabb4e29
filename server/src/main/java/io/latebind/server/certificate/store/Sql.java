package io.latebind.server.certificate.store;

import io.latebind.server.certificate.PemBlock;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** Statements and the values in them. */
final class Sql {
    private Sql() {}

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> query(Tx tx, String sql, Row<T> reader, @Nullable Object... values) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = bound(connection, sql, values);
                    ResultSet row = query.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (row.next()) {
                    found.add(reader.read(row));
                }
                return found;
            }
        });
    }

    static int update(Tx tx, String sql, @Nullable Object... values) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement statement = bound(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    private static PreparedStatement bound(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(
                    i + 1,
                    switch (values[i]) {
                        case byte[][] list -> connection.createArrayOf("bytea", list);
                        case UUID[] list -> connection.createArrayOf("uuid", list);
                        case BigDecimal[] list -> connection.createArrayOf("numeric", list);
                        case null -> null;
                        case Object value -> value;
                    });
        }
        return statement;
    }

    static byte[][] ders(List<X509CertificateHolder> certificates) {
        return certificates.stream().map(PemBlock::der).toArray(byte[][]::new);
    }

    /** What {@link #ders} gave. */
    static List<X509CertificateHolder> certificates(ResultSet row, String column) throws SQLException {
        List<X509CertificateHolder> certificates = new ArrayList<>();
        for (Object der : (Object[]) row.getArray(column).getArray()) {
            certificates.add(PemBlock.read((byte[]) der));
        }
        return certificates;
    }
}
