package io.latebind.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read whole.
 *
 * @param pathParameters by the names in the route's template, percent-decoded
 * @param queryParameters percent-decoded, in their order, repeated ones kept
 * @param headers names in lower case
 * @param body at most the listener's limit of bytes; empty when there was none
 * @param remoteAddress the caller's, behind trusted proxies
 * @param requestId goes into every log line and problem of this call
 */
public record HttpCall(
        HttpMethod method,
        String path,
        Map<String, String> pathParameters,
        Map<String, List<String>> queryParameters,
        Map<String, String> headers,
        byte[] body,
        String remoteAddress,
        String requestId) {

    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no path parameter " + name);
        }
        return value;
    }

    /** The first value of a query parameter; empty when it is not there. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(queryParameters.get(name)).map(List::getFirst);
    }

    /** @param name in lower case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Which of these content types the caller likes best, by its Accept header; of equal ones the first. Empty when it takes none. */
    public Optional<String> preferred(String... offered) {
        return Accept.of(header("accept")).best(List.of(offered));
    }

    /** Shows neither headers nor body: they may hold keys and secrets. */
    @Override
    public String toString() {
        return method + " " + path + " " + requestId;
    }
}
