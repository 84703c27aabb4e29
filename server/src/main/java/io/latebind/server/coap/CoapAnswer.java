package io.latebind.server.coap;

import java.time.Duration;
import java.util.Optional;

/**
 * One answer.
 *
 * @param contentFormat of the payload (RFC 7252, 12.3); absent without a payload
 * @param maxAge how long it holds; for 5.03 after which time to try again
 */
public record CoapAnswer(
        CoapStatus status, byte[] payload, Optional<Integer> contentFormat, Optional<Duration> maxAge) {
    /** {@code application/cbor}. */
    public static final int CBOR = 60;

    public static CoapAnswer empty(CoapStatus status) {
        return new CoapAnswer(status, new byte[0], Optional.empty(), Optional.empty());
    }

    public static CoapAnswer cbor(CoapStatus status, byte[] payload) {
        return new CoapAnswer(status, payload, Optional.of(CBOR), Optional.empty());
    }

    public CoapAnswer withMaxAge(Duration age) {
        return new CoapAnswer(status, payload, contentFormat, Optional.of(age));
    }
}
