package io.latebind.server.provisioning;

import java.util.Optional;

/** What became of a command, as {@code response} shows it (specification 4). */
public sealed interface CommandResult {
    /** @param token the bare KEYGEN token, empty text when the device sent none; absent for types that answer nothing */
    record Success(Optional<String> token) implements CommandResult {}

    /**
     * @param cmeError as the device reported it, negative for an errno; absent when the service itself failed the command
     * @param message what the device said, trimmed, or the service's own reason
     */
    record Failure(Optional<Long> cmeError, String message) implements CommandResult {}
}
