package io.latebind.server.postgres;

import io.latebind.server.kernel.OneTransaction;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.sql.Savepoint;
import java.util.Objects;
import java.util.function.Function;

/**
 * Transactions that can become parts of one. Only what is called within {@link #around} on the same thread joins; everything else
 * passes through. A part that throws takes back what it did itself, so that whoever catches can go on.
 *
 * <p>See docs/decisions/0102: the one place where a transaction is not handed over as an argument.
 */
public final class JoiningTransactor implements Transactor, OneTransaction {
    private final Transactor transactor;
    private final ScopedValue<Tx> whole = ScopedValue.newInstance();

    public JoiningTransactor(Transactor transactor) {
        this.transactor = Objects.requireNonNull(transactor);
    }

    @Override
    public <T> T around(Function<Tx, T> work) {
        if (whole.isBound()) {
            throw new IllegalStateException("this work is within another whole already");
        }
        return transactor.inTransaction(
                tx -> ScopedValue.where(whole, tx).<T, RuntimeException>call(() -> work.apply(tx)));
    }

    @Override
    public <T> T inTransaction(Function<Tx, T> work) {
        return whole.isBound() ? asPart(whole.get(), work) : transactor.inTransaction(work);
    }

    @Override
    public <T> T perStatement(Function<Tx, T> work) {
        return whole.isBound() ? asPart(whole.get(), work) : transactor.perStatement(work);
    }

    private static <T> T asPart(Tx tx, Function<Tx, T> work) {
        PgTx open = PgTx.of(tx);
        Savepoint before = open.run(connection -> connection.setSavepoint());
        T result;
        try {
            result = work.apply(tx);
        } catch (RuntimeException failed) {
            rollback(open, before, failed);
            throw failed;
        }
        return open.run(connection -> {
            connection.releaseSavepoint(before);
            return result;
        });
    }

    /** On a broken connection this fails too, and says less than what broke it. */
    private static void rollback(PgTx open, Savepoint before, RuntimeException failed) {
        try {
            var _ = open.run(connection -> {
                connection.rollback(before);
                return true;
            });
        } catch (RuntimeException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }
}
