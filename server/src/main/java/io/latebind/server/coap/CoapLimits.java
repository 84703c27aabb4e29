package io.latebind.server.coap;

import java.time.Duration;

/**
 * What the listener takes before it refuses or forgets. Together they bound its memory: about 3 kB for a session and for an exchange,
 * and the blocks.
 *
 * @param sessions kept at a time; the one that was quiet for longest makes room for a new one once it was quiet for {@code staleAfter}
 * @param staleAfter when a session may make room for another
 * @param handshakesOfAnAddress under way at a time; the first message of one more is dropped, and the client repeats it
 * @param requests whose requests are handled, and who waits
 * @param exchangesOfASession remembered, to answer a repeated message as it was answered before
 * @param exchanges remembered of all sessions; fewer where requests are longer than 1 KiB
 * @param blocks bounds what comes and goes in blocks
 * @param handshakeJobs waiting at a time; more are dropped, and the client repeats its flight
 */
public record CoapLimits(
        int sessions,
        Duration staleAfter,
        int handshakesOfAnAddress,
        Requests requests,
        int exchangesOfASession,
        int exchanges,
        Blocks blocks,
        int handshakeJobs) {
    /**
     * For block-wise transfers (RFC 7959).
     *
     * @param requestBytes of one request, all blocks together
     * @param requestsBytes of all requests whose blocks have not all come
     * @param answersBytes of all answers whose blocks can be fetched
     * @param answersKept how long the blocks of an answer can be fetched after the latest one (specification 3.1)
     */
    public record Blocks(int requestBytes, int requestsBytes, int answersBytes, Duration answersKept) {}

    /**
     * Requests that are whole; more than these are answered 5.03.
     *
     * @param handled at a time
     * @param ofASession under way at a time: a device waits for each answer, and one that gave up may have asked again
     * @param waiting for their turn at a time; of sessions that have nothing else under way
     * @param waitingBytes of all that wait
     * @param patience of those who wait
     */
    public record Requests(int handled, int ofASession, int waiting, int waitingBytes, Duration patience) {}

    private static final int KIB = 1024;

    /** For devices: reports up to 16 KiB (specification 6.1), and larger ones to tell of; batches up to 64 KiB (3.2). */
    public static CoapLimits forDevices() {
        Blocks blocks = new Blocks(64 * KIB, 16 * KIB * KIB, 64 * KIB * KIB, Duration.ofMinutes(5));
        Requests requests = new Requests(512, 4, 8_000, 16 * KIB * KIB, Duration.ofSeconds(15));
        return new CoapLimits(20_000, Duration.ofMinutes(5), 1_000, requests, 12, 60_000, blocks, 10_000);
    }
}
