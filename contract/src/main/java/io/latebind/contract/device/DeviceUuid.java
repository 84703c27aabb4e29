package io.latebind.contract.device;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The UUID that a modem was born with; written in lower case with hyphens. */
public record DeviceUuid(UUID value) {
    private static final int TEXT_LENGTH = 36;

    public DeviceUuid {
        Objects.requireNonNull(value);
    }

    /** The UUID in {@code text}, in either case; empty when it is not in the 8-4-4-4-12 form. */
    public static Optional<DeviceUuid> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            UUID parsed = UUID.fromString(text);
            return parsed.toString().equals(text.toLowerCase(Locale.ROOT))
                    ? Optional.of(new DeviceUuid(parsed))
                    : Optional.empty();
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
