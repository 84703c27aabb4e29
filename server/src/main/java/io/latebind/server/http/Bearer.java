package io.latebind.server.http;

import java.util.Optional;

/** The Authorization header (RFC 6750): the scheme in any case, then the token. */
public final class Bearer {
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** What stands behind {@code Bearer}; empty for another scheme or nothing at all. */
    public static Optional<String> token(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
