package io.latebind.server.job;

/** What one step of an operation did. */
public sealed interface JobProgress {
    /**
     * Worked through some items. The operation ends when all of them are.
     *
     * @param done failed ones included
     */
    record Done(int done, int failed) implements JobProgress {}

    /** Goes no further, and says why. */
    record Stopped(String message) implements JobProgress {}
}
