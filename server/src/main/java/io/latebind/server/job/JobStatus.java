package io.latebind.server.job;

/** Where a background operation stands (specification 7). */
public enum JobStatus {
    /** Nothing was done yet. */
    PENDING,
    IN_PROGRESS,
    /** It did not come to its end, or not everything in it succeeded. */
    FAILED,
    SUCCEEDED;

    public boolean ended() {
        return this == FAILED || this == SUCCEEDED;
    }
}
