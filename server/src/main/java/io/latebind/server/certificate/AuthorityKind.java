package io.latebind.server.certificate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who holds the key of an authority, and so how it signs. Shown in lower case; stable. */
public enum AuthorityKind {
    /** Keys that the service made itself: a root and an issuing authority under it. */
    BUILTIN(false),
    /** A key that a team brought here with its certificate. */
    IMPORTED(false),
    /** Somebody else signs, asked over HTTPS. */
    WEBHOOK(true),
    /** Enrollment over Secure Transport (RFC 7030). */
    EST(true);

    private final boolean remote;

    AuthorityKind(boolean remote) {
        this.remote = remote;
    }

    /** Whether signing means waiting for somebody else: no transaction is open meanwhile. */
    public boolean remote() {
        return remote;
    }

    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #shown} wrote. */
    public static Optional<AuthorityKind> parse(String shown) {
        return Arrays.stream(values())
                .filter(kind -> kind.shown().equals(shown))
                .findFirst();
    }
}
