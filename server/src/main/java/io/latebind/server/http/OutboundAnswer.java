package io.latebind.server.http;

import java.util.Optional;

/** What became of an outbound call. */
public sealed interface OutboundAnswer {
    /**
     * @param text the beginning of the answer's body, at most 4 KiB, whatever its kind
     * @param retryAfter the header {@code Retry-After} as it came
     */
    record Answered(int status, String text, Optional<String> retryAfter) implements OutboundAnswer {}

    /** @param reason a sentence without its subject: {@code the connection was refused} */
    record Failed(String reason) implements OutboundAnswer {}
}
