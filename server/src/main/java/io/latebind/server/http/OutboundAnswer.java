package io.latebind.server.http;

/** What became of an outbound call. */
public sealed interface OutboundAnswer {
    /** @param text the beginning of the answer's body, at most 4 KiB, whatever its kind */
    record Answered(int status, String text) implements OutboundAnswer {}

    /** @param reason a sentence without its subject: {@code the connection was refused} */
    record Failed(String reason) implements OutboundAnswer {}
}
