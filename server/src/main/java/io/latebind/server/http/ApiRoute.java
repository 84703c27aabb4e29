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
 * @param creates whether the route may create something, so that a request sent twice would create twice: then the caller may name the
 *     request with an {@code Idempotency-Key}, and it is carried out in one transaction; see {@link Idempotency}. Every POST counts as
 *     one that does not say otherwise
 */
public record ApiRoute(
        HttpMethod method, String template, Permission permission, int bodyBytes, boolean creates, Handler handler) {
    public ApiRoute {
        Objects.requireNonNull(method);
        Objects.requireNonNull(template);
        Objects.requireNonNull(permission);
        Objects.requireNonNull(handler);
    }

    public ApiRoute(HttpMethod method, String template, Permission permission, Handler handler) {
        this(method, template, permission, 0, method == HttpMethod.POST, handler);
    }

    /** The same route for bodies that are larger than others: CSV (specification 7). */
    public ApiRoute withBodyUpTo(int bytes) {
        return new ApiRoute(method, template, permission, bytes, creates, handler);
    }

    /** The same route, which only looks: no transaction is open while it waits for somebody else. */
    public ApiRoute changingNothing() {
        return new ApiRoute(method, template, permission, bodyBytes, false, handler);
    }

    /** Decodes, calls a use case, renders. Runs on a virtual thread; may block. */
    @FunctionalInterface
    public interface Handler {
        Outcome<HttpAnswer> handle(HttpCall call, Principal principal);
    }
}
