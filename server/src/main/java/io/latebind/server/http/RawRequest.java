package io.latebind.server.http;

import java.util.Map;

/**
 * A request as it came, read whole.
 *
 * @param rawPath percent-encoded, without the query
 * @param rawQuery empty when there was none
 * @param headers names in lower case; the values of a repeated one are joined by commas
 */
record RawRequest(
        String method,
        String rawPath,
        String rawQuery,
        Map<String, String> headers,
        byte[] body,
        String remoteAddress,
        String requestId) {
    @Override
    public String toString() {
        return method + " " + requestId;
    }
}
