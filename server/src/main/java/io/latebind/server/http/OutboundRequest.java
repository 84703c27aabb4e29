package io.latebind.server.http;

import java.util.Map;

/**
 * A call to a URL that a user gave.
 *
 * @param body empty for none
 * @param maxBytes of the answer's body; the rest is not read
 */
public record OutboundRequest(
        HttpMethod method, String url, Map<String, String> headers, byte[] body, OutboundTrust trust, int maxBytes) {

    /** Headers may hold passwords. */
    @Override
    public String toString() {
        return "OutboundRequest[" + method + "]";
    }
}
