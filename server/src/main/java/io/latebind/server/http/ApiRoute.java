package io.latebind.server.http;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import java.util.Objects;

/**
 * A route of the REST API. It cannot be written without naming its permission.
 *
 * @param template a path with {@code {name}} segments, as in openapi.yaml
 * @param bodyBytes what a body may have at most; 0 for the listener's own limit
 */
public record ApiRoute(HttpMethod method, String template, Permission permission, int bodyBytes, Handler handler) {
    public ApiRoute {
        Objects.requireNonNull(method);
        Objects.requireNonNull(template);
        Objects.requireNonNull(permission);
        Objects.requireNonNull(handler);
    }

    public ApiRoute(HttpMethod method, String template, Permission permission, Handler handler) {
        this(method, template, permission, 0, handler);
    }

    /** The same route for bodies that are larger than others: CSV (specification 7). */
    public ApiRoute withBodyUpTo(int bytes) {
        return new ApiRoute(method, template, permission, bytes, handler);
    }

    /**
     * Whether the route may create something, so that a request sent twice would create twice: then the caller may name the request with
     * an {@code Idempotency-Key}. Every POST counts as one; see {@link Idempotency}.
     */
    public boolean creates() {
        return method == HttpMethod.POST;
    }

    /** Decodes, calls a use case, renders. Runs on a virtual thread; may block. */
    @FunctionalInterface
    public interface Handler {
        Outcome<HttpAnswer> handle(HttpCall call, Principal principal);
    }
}
