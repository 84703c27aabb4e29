package io.latebind.server.kernel;

import java.util.Arrays;
import java.util.Objects;

/** A value that must never be printed, logged or answered. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** The value itself: only for encryption and for the device it is meant for. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {value});
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
