package io.latebind.server.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a member may do in a team (specification 7.1), weakest first. */
public enum Role {
    VIEWER,
    EDITOR,
    ADMIN,
    OWNER;

    public static Role weaker(Role one, Role other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }

    /** As REST shows it. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #shown} wrote. */
    public static Optional<Role> parse(String shown) {
        return Arrays.stream(values())
                .filter(role -> role.shown().equals(shown))
                .findFirst();
    }
}
