package io.latebind.server.http;

import java.util.Optional;

/** What became of an {@link OutboundRequest}. */
public sealed interface OutboundReply {
    /**
     * @param text the beginning of the answer's body, whatever its kind
     * @param whole nothing is missing of it: not too long, not cut off, not too late
     */
    record Answered(int status, Optional<String> retryAfter, String text, boolean whole) implements OutboundReply {}

    /**
     * @param reason a sentence without its subject: {@code the connection was refused}
     * @param sent the request may have arrived: nobody knows what the other side made of it
     */
    record Failed(String reason, boolean sent) implements OutboundReply {}
}
