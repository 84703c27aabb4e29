package io.latebind.server.kernel;

/** The database is gone, refuses connections, is full or shuts down: a fault that may pass. */
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
