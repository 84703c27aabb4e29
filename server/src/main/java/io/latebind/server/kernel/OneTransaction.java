package io.latebind.server.kernel;

import java.util.function.Function;

/** Makes all transactions of a piece of work one, so that they commit together with what is stored around them. */
public interface OneTransaction {
    /**
     * Runs {@code work} in one READ COMMITTED transaction, which everything joins that {@code work} does on this thread through the
     * {@link Transactor} of the service: it commits when {@code work} returns, and rolls back when it throws. After a deadlock {@code work}
     * runs again, so it must have no effect outside the database.
     */
    <T> T around(Function<Tx, T> work);
}
