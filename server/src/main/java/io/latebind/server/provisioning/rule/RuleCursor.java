package io.latebind.server.provisioning.rule;

import java.util.Optional;

/** Where a page of rules ended: the next one begins behind it, also when that rule is gone. */
public record RuleCursor(long sequence) {
    /** What {@link #token} wrote; empty for anything else. */
    public static Optional<RuleCursor> parse(String token) {
        return token.matches("[1-9][0-9]{0,17}")
                ? Optional.of(new RuleCursor(Long.parseLong(token)))
                : Optional.empty();
    }

    public String token() {
        return Long.toString(sequence);
    }
}
