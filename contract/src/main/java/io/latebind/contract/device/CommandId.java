package io.latebind.contract.device;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The id of one provisioning command; written in lower case with hyphens. */
public record CommandId(UUID value) {
    private static final int TEXT_LENGTH = 36;

    public CommandId {
        Objects.requireNonNull(value);
    }

    /** The id in {@code text}; empty when it is not the canonical, lower-case form. */
    public static Optional<CommandId> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            UUID parsed = UUID.fromString(text);
            return parsed.toString().equals(text) ? Optional.of(new CommandId(parsed)) : Optional.empty();
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
