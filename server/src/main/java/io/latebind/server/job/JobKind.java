package io.latebind.server.job;

import io.latebind.server.kernel.Tx;

/** What a feature does in the background, part by part. */
public interface JobKind {
    /** Stored with each operation; stable. */
    String name();

    /**
     * Makes the next part ready, outside of any transaction: here belongs what takes long. May be called again for the same part, by
     * this process or another one.
     */
    Step prepare(Job job);

    /** The next part of an operation, ready to be stored. */
    @FunctionalInterface
    interface Step {
        /**
         * Stores what was done and drops the part, in the transaction that stores the progress too. The operation is locked, and held
         * by this process. Runs again after a deadlock, so it has no effect outside of the database.
         */
        JobProgress store(Tx tx, Job job);
    }
}
