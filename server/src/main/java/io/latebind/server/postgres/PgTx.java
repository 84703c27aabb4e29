package io.latebind.server.postgres;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Tx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/** A transaction on a PostgreSQL connection. */
public final class PgTx implements Tx {
    private final Connection connection;

    PgTx(Connection connection) {
        this.connection = Objects.requireNonNull(connection);
    }

    /** What stores do with the {@link Tx} that they are handed: every one is made by {@link PgTransactor}. */
    public static PgTx of(Tx tx) {
        if (tx instanceof PgTx pgTx) {
            return pgTx;
        }
        throw new IllegalArgumentException("not a PostgreSQL transaction: " + tx.getClass());
    }

    public Connection connection() {
        return connection;
    }

    /**
     * Runs statements of a store.
     *
     * @throws DatabaseUnavailable in an outage
     * @throws DatabaseFault for every other fault
     */
    public <T> T run(SqlWork<T> work) {
        try {
            return work.on(connection);
        } catch (SQLException fault) {
            throw SqlFaults.translate(fault);
        }
    }
}
