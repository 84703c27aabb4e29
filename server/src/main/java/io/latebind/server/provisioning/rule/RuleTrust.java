package io.latebind.server.provisioning.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which devices a rule is for, besides their tags (specification 5.4, 7.2). */
public enum RuleTrust {
    /** Whoever has claimed with a token. */
    FIRST_USE,
    /** Devices with an entry in the identity registry alone. */
    REGISTRY;

    /** As REST shows it. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What {@link #shown} wrote. */
    public static Optional<RuleTrust> parse(String shown) {
        return Arrays.stream(values())
                .filter(trust -> trust.shown().equals(shown))
                .findFirst();
    }
}
