package io.latebind.simulator.coap;

import java.time.Duration;

/**
 * How long a device waits before it repeats itself, and gives up.
 *
 * @param acknowledgement after which a CoAP message is sent once more; up to half as long again, then doubled
 * @param repetitions of a CoAP message
 * @param flight after which a flight of a DTLS handshake is sent once more; then doubled
 * @param flightRepetitions of a flight
 * @param patience with one request, its handshake and all its blocks
 */
public record CoapTiming(
        Duration acknowledgement, int repetitions, Duration flight, int flightRepetitions, Duration patience) {
    /** As RFC 7252 (4.8) and RFC 6347 (4.2.4) have it. */
    public static final CoapTiming STANDARD =
            new CoapTiming(Duration.ofSeconds(2), 4, Duration.ofSeconds(2), 4, Duration.ofMinutes(3));
}
