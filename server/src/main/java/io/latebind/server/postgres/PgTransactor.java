package io.latebind.server.postgres;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Transactions on a pool. When a connection breaks during COMMIT nobody knows whether it took place: {@link
 * DatabaseUnavailable} then means "perhaps".
 */
public final class PgTransactor implements Transactor {
    /** Deadlocks need two transactions that meet again; more than a few in a row is a bug. */
    static final int MAX_TRIES = 4;

    private final DataSource pool;

    /** @param pool its connections come in autocommit and READ COMMITTED, and are reset when they go back */
    public PgTransactor(DataSource pool) {
        this.pool = Objects.requireNonNull(pool);
    }

    /** {@inheritDoc} After a deadlock {@code work} runs again, so it must have no effect outside the database. */
    @Override
    public <T> T inTransaction(Function<Tx, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (DatabaseFault fault) {
                if (tries == MAX_TRIES || !SqlFaults.asksToRetry(fault)) {
                    throw fault;
                }
            }
        }
    }

    @Override
    public <T> T perStatement(Function<Tx, T> work) {
        try (Connection connection = connect()) {
            return work.apply(new PgTx(connection));
        } catch (SQLException fault) {
            throw SqlFaults.translate(fault);
        }
    }

    private <T> T once(Function<Tx, T> work) {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.apply(new PgTx(connection));
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollback(connection);
                }
                // the pool sets autocommit again; doing it here would hide the first fault of a broken connection
            }
        } catch (SQLException fault) {
            throw SqlFaults.translate(fault);
        }
    }

    /** No connection to be had is an outage, whatever the reason. */
    private Connection connect() {
        try {
            return pool.getConnection();
        } catch (SQLException fault) {
            throw SqlFaults.outage(fault);
        }
    }

    /** A failed rollback says nothing new: the first fault is thrown, and the pool drops the connection. */
    @SuppressWarnings("EmptyCatch")
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException ignored) {
            // see above
        }
    }
}
