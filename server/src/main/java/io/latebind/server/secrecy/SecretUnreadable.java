package io.latebind.server.secrecy;

/** A stored secret was changed, moved to another place, or encrypted under another key. */
public final class SecretUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretUnreadable(String message) {
        super(message);
    }
}
