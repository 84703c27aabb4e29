package io.latebind.server.certificate;

import java.util.Arrays;
import java.util.Optional;

/** Which devices an authority signs for (specification 5.4). Stable. */
public enum AuthorityTrust {
    /** Any that the team has claimed. */
    FIRST_USE("first-use"),
    /** Those in the identity registry. */
    REGISTRY("registry");

    private final String shown;

    AuthorityTrust(String shown) {
        this.shown = shown;
    }

    public String shown() {
        return shown;
    }

    /** What {@link #shown} wrote. */
    public static Optional<AuthorityTrust> parse(String text) {
        return Arrays.stream(values()).filter(trust -> trust.shown.equals(text)).findFirst();
    }
}
