package io.latebind.server.coap;

import java.time.Duration;

/**
 * What the listener takes before it refuses or forgets. Together they bound its memory: about 5 kB for a session with its latest
 * exchanges.
 *
 * @param sessions kept at a time; the one that was quiet for longest makes room for a new one once it was quiet for {@code staleAfter}
 * @param staleAfter when a session may make room for another
 * @param requests handled at a time; one more is answered 5.03
 * @param exchangesPerSession remembered, to answer a repeated message as it was answered before
 * @param bodyBytes of one request or answer, all blocks together
 * @param bodyKept how long the blocks of an answer can be fetched (specification 3.1)
 * @param handshakeJobs waiting at a time; more are dropped, and the client repeats its flight
 */
public record CoapLimits(
        int sessions,
        Duration staleAfter,
        int requests,
        int exchangesPerSession,
        int bodyBytes,
        Duration bodyKept,
        int handshakeJobs) {
    /** For devices: reports up to 16 KiB (specification 6.1), batches up to 64 KiB (3.2). */
    public static CoapLimits forDevices() {
        return new CoapLimits(20_000, Duration.ofMinutes(5), 512, 12, 64 * 1024, Duration.ofMinutes(5), 10_000);
    }
}
