package io.latebind.server.kernel;

/** The database is gone, refuses connections, is full or shuts down: a fault that may pass. */
public sealed class DatabaseUnavailable extends RuntimeException permits DatabaseBusy {
    private static final long serialVersionUID = 1L;

    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public DatabaseUnavailable(String message) {
        super(message);
    }
}
