package io.latebind.server.coap;

import java.util.Map;
import java.util.Optional;

/**
 * One request, its blocks put together.
 *
 * @param query by name; the first value of a repeated one
 * @param accept the content format that is wanted (RFC 7252, 5.10.4)
 * @param remoteAddress where it came from, without the port
 * @param requestId goes into every log line of this call
 */
public record CoapCall(
        SessionKey session,
        Map<String, String> query,
        Optional<Integer> accept,
        byte[] payload,
        String remoteAddress,
        String requestId) {
    public CoapCall {
        query = Map.copyOf(query);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** Shows no payload: it may hold a JWT. */
    @Override
    public String toString() {
        return "CoapCall[" + session + " " + requestId + "]";
    }
}
