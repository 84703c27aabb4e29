package io.latebind.server.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One answer.
 *
 * @param headers besides Content-Length; content type included where there is a body
 * @param body empty when it is a stream
 * @param failedProof the caller failed to prove itself; who fails often is slowed down
 */
public record HttpAnswer(
        int status, Map<String, String> headers, byte[] body, Optional<AnswerStream> stream, boolean failedProof) {
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    public HttpAnswer(int status, Map<String, String> headers, byte[] body, Optional<AnswerStream> stream) {
        this(status, headers, body, stream, false);
    }

    HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, Optional.empty());
    }

    public static HttpAnswer empty(int status) {
        return new HttpAnswer(status, Map.of(), new byte[0]);
    }

    /** An empty answer to a device that did not prove itself. */
    public static HttpAnswer failedProof(int status) {
        return new HttpAnswer(status, Map.of(), new byte[0], Optional.empty(), true);
    }

    public static HttpAnswer of(int status, String contentType, byte[] body) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), body);
    }

    public static HttpAnswer of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** 200, sent in chunks while it is made. */
    public static HttpAnswer streamed(String contentType, AnswerStream stream) {
        return new HttpAnswer(200, Map.of("Content-Type", contentType), new byte[0], Optional.of(stream));
    }

    /** The same with one header more. */
    public HttpAnswer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return withHeaders(more);
    }

    /** Events as they happen: proxies are asked to pass them on at once. */
    public static HttpAnswer events(AnswerStream stream) {
        return new HttpAnswer(
                200,
                Map.of("Content-Type", "text/event-stream", "X-Accel-Buffering", "no"),
                new byte[0],
                Optional.of(stream));
    }

    /** The same but for its headers. */
    HttpAnswer withHeaders(Map<String, String> other) {
        return new HttpAnswer(status, other, body, stream, failedProof);
    }
}
