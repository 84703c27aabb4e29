package io.latebind.server.certificate.remote;

import java.util.Optional;

/** What became of a {@link SignerCall}. */
public sealed interface SignerReply {
    /** @param whole nothing is missing of the text */
    record Answered(int status, Optional<String> retryAfter, String text, boolean whole) implements SignerReply {}

    /**
     * @param reason a sentence without its subject: {@code the connection was refused}
     * @param sent the request may have arrived
     */
    record Failed(String reason, boolean sent) implements SignerReply {}
}
