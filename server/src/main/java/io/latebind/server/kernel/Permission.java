package io.latebind.server.kernel;

/** What a route demands of the API key that calls it (specification 7.1). Every route names one; there is no default. */
public enum Permission {
    READ_ACCOUNT(Role.VIEWER),
    READ_DEVICES(Role.VIEWER),
    READ_COMMANDS(Role.VIEWER),
    READ_RULES(Role.VIEWER),
    READ_TAGS(Role.VIEWER),
    READ_EVENTS(Role.VIEWER),
    READ_CERTIFICATES(Role.VIEWER),
    /** Certificate authorities and profiles. */
    READ_AUTHORITIES(Role.EDITOR),
    CLAIM_DEVICES(Role.EDITOR),
    CHANGE_COMMANDS(Role.EDITOR),
    TAG_DEVICES(Role.EDITOR),
    CHANGE_TAGS(Role.EDITOR),
    VERIFY_TOKENS(Role.EDITOR),
    /** An editor's on devices that the same member claimed; that is checked with the device. */
    BLOCK_DEVICES(Role.EDITOR),
    /** As {@link #BLOCK_DEVICES}. */
    UNCLAIM_DEVICES(Role.EDITOR),
    /** An editor's own; an admin's up to admin; that is checked with the key. */
    CHANGE_API_KEYS(Role.EDITOR),
    CHANGE_RULES(Role.ADMIN),
    CHANGE_MEMBERS(Role.ADMIN),
    CHANGE_WEBHOOKS(Role.ADMIN),
    CHANGE_AUTHORITIES(Role.ADMIN),
    REVOKE_CERTIFICATES(Role.ADMIN),
    READ_AUDIT(Role.ADMIN),
    /** Teams, the identity registry, other teams' claims: the deployment's owners'. */
    OPERATE(Role.OWNER);

    private final Role least;

    Permission(Role least) {
        this.least = least;
    }

    /** Whether {@code caller} may call a route that demands this. */
    public boolean grantedTo(Principal caller) {
        return caller.role().compareTo(least) >= 0 && (this != OPERATE || caller.operating());
    }

    public Role least() {
        return least;
    }
}
