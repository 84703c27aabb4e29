package io.latebind.server.kernel;

import java.util.function.Function;

/**
 * Opens transactions. An outage of the database is thrown as {@link DatabaseUnavailable}; any other fault of a statement is a
 * bug and is thrown as it is. A refusal is a value and commits.
 */
public interface Transactor {
    /** Runs {@code work} in one READ COMMITTED transaction: commits when it returns, rolls back when it throws. */
    <T> T inTransaction(Function<Tx, T> work);

    /**
     * Runs {@code work} on one connection where every statement is a transaction of its own: a consistent load, and a save that
     * compares and swaps. One round trip a statement. The caller tries again when the save finds another version.
     */
    <T> T perStatement(Function<Tx, T> work);
}
