package io.latebind.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which pages of other origins may read answers (the Fetch standard). No cookies are ever involved: a page sends the API key itself. */
final class Cors {
    private static final String REQUEST_HEADERS = "Authorization, Content-Type, contentType, Accept, Idempotency-Key,"
            + " If-Match, If-None-Match, Last-Event-ID, X-Request-Id";
    private static final String READABLE_HEADERS = "Content-Disposition, ETag, Idempotency-Replayed, Link, Location,"
            + " Retry-After, WWW-Authenticate, X-Request-Id";
    private static final String PREFLIGHT_LIVES_SECONDS = "600";

    private final List<String> origins;
    private final boolean all;

    /** @param origins exact ones, or {@code *} */
    Cors(List<String> origins) {
        this.origins = List.copyOf(origins);
        this.all = origins.contains("*");
    }

    /** The headers of an answer with what the browser needs to see. Without configured origins, the same. */
    Map<String, String> headers(Map<String, String> headers, Optional<String> origin) {
        if (origins.isEmpty()) {
            return headers;
        }
        Map<String, String> more = new HashMap<>(headers);
        if (all) {
            more.put("Access-Control-Allow-Origin", "*");
        } else {
            more.merge("Vary", "Origin", (first, next) -> first + ", " + next);
            if (origin.isEmpty() || !origins.contains(origin.get())) {
                return more;
            }
            more.put("Access-Control-Allow-Origin", origin.get());
        }
        more.put("Access-Control-Expose-Headers", READABLE_HEADERS);
        return more;
    }

    /**
     * What an answer to OPTIONS says besides, when it is the question of a browser whether it may send a request.
     *
     * @param headers of the request, names in lower case
     * @param allow the methods of the path
     */
    Map<String, String> preflight(Map<String, String> headers, String allow) {
        String origin = headers.getOrDefault("origin", "");
        boolean asks = headers.containsKey("access-control-request-method");
        if (!asks || (!all && !origins.contains(origin))) {
            return Map.of();
        }
        return Map.of(
                "Access-Control-Allow-Methods", allow,
                "Access-Control-Allow-Headers", REQUEST_HEADERS,
                "Access-Control-Max-Age", PREFLIGHT_LIVES_SECONDS);
    }
}
