package io.latebind.server.kernel;

/** The database serves, and more is asked of it than it can do: not an outage, and it may pass. */
public final class DatabaseBusy extends DatabaseUnavailable {
    private static final long serialVersionUID = 1L;

    public DatabaseBusy(String message) {
        super(message);
    }
}
