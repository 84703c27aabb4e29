package io.latebind.server.provisioning;

/** The status of one provisioning command (specification 2). */
public enum CommandStatus {
    PENDING,
    IN_PROGRESS,
    SUCCEEDED,
    FAILED,
    SKIPPED;

    /** Whether the command still waits for a delivery or a result. */
    public boolean open() {
        return this == PENDING || this == IN_PROGRESS;
    }
}
