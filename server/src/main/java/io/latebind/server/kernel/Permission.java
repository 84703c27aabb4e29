package io.latebind.server.kernel;

/** What a route demands of the API key that calls it. Every route names one; there is no default. */
public enum Permission {
    READ_DEVICES(Role.VIEWER),
    READ_COMMANDS(Role.VIEWER),
    READ_ACCOUNT(Role.VIEWER),
    CLAIM_DEVICES(Role.EDITOR),
    CHANGE_COMMANDS(Role.EDITOR),
    BLOCK_DEVICES(Role.EDITOR),
    UNCLAIM_DEVICES(Role.EDITOR);

    private final Role least;

    Permission(Role least) {
        this.least = least;
    }

    /** Whether a key with {@code role} may call a route that demands this. */
    public boolean grantedTo(Role role) {
        return role.compareTo(least) >= 0;
    }

    public Role least() {
        return least;
    }
}
