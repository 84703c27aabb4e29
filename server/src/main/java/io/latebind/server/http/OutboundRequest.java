package io.latebind.server.http;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A call to a URL that a user gave.
 *
 * @param body empty for none
 * @param maxBytes of the answer's body; the rest is not read
 */
public record OutboundRequest(
        HttpMethod method, String url, Map<String, String> headers, byte[] body, OutboundTrust trust, int maxBytes) {

    @Override
    public boolean equals(Object other) {
        return other instanceof OutboundRequest request
                && method == request.method
                && url.equals(request.url)
                && headers.equals(request.headers)
                && Arrays.equals(body, request.body)
                && trust.equals(request.trust)
                && maxBytes == request.maxBytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(method, url, headers, Arrays.hashCode(body), trust, maxBytes);
    }

    /** Headers may hold passwords. */
    @Override
    public String toString() {
        return "OutboundRequest[" + method + "]";
    }
}
