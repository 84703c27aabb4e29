package io.latebind.server.http;

import java.time.Duration;

/**
 * What a listener takes before it refuses.
 *
 * @param bodyBytes of one request
 * @param bufferedBytes of all bodies that are being read or handled at a time
 * @param connections at a time; one more is closed at once
 * @param requests handled at a time; one more is shed
 * @param headTimeout from the connection, or the end of the last answer, to the end of the request's header fields
 * @param bodyTimeout from there to the end of the body
 * @param answerTimeout for the caller to take the answer
 */
public record HttpLimits(
        int bodyBytes,
        long bufferedBytes,
        int connections,
        int requests,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration answerTimeout) {
    /** Request line, in bytes. */
    static final int URI_BYTES = 8 * 1024;

    /** All header fields together, in bytes; a JWT takes less than one kilobyte. */
    static final int HEADER_BYTES = 16 * 1024;

    /** A body that is too large is read away up to this, so that the caller sees the answer and not a broken connection. */
    static final int DISCARDED_BYTES = 8 * 1024 * 1024;

    /** Streamed answers at a time, besides the requests that are handled: listeners to events and exports. */
    static final int STREAMS = 256;

    /** What a body of more than {@link #bodyBytes} must come with on the whole: a slow uplink. */
    private static final int LARGE_BODY_BYTES_A_SECOND = 64 * 1024;

    /** Of one body of CSV, on the routes that take it (specification 7). */
    public static final int CSV_BYTES = 64 * 1024 * 1024;
    /** Of one JSON body. */
    static final int JSON_BYTES = 1024 * 1024;

    /**
     * Longer than what a report may have (16 KiB), and all that a device can announce as its transmit buffer: so that the history of the
     * device tells of a report that is too long.
     */
    private static final int DEVICE_BODY_BYTES = 64 * 1024;

    /** How long a body of up to {@code bytes} may take. */
    Duration bodyTimeout(int bytes) {
        return bytes <= bodyBytes ? bodyTimeout : bodyTimeout.plusSeconds(bytes / LARGE_BODY_BYTES_A_SECOND);
    }

    /** For users: bodies up to 1 MiB (specification 7). */
    public static HttpLimits forApi() {
        return new HttpLimits(
                JSON_BYTES,
                160L * 1024 * 1024,
                1024,
                256,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }

    /** For devices, on radio links that may stall for long. */
    public static HttpLimits forDevices() {
        return new HttpLimits(
                DEVICE_BODY_BYTES,
                32L * 1024 * 1024,
                8192,
                512,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }
}
