package io.latebind.server.kernel;

import java.util.Optional;

/**
 * Which page of a list (specification 7).
 *
 * @param limit 1..100
 * @param token as it was in the answer before; empty for the first page
 * @param descending newest first
 */
public record PageRequest(int limit, Optional<String> token, boolean descending) {
    public static final int MAX_LIMIT = 100;
    public static final int DEFAULT_LIMIT = 20;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a page has 1.." + MAX_LIMIT + " items, not " + limit);
        }
    }
}
