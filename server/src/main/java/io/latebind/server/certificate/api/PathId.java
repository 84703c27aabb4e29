package io.latebind.server.certificate.api;

import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import java.util.Optional;
import java.util.function.Function;

/** Routes whose path has an {@code {id}}. */
final class PathId {
    private PathId() {}

    @FunctionalInterface
    interface Handler<I> {
        Outcome<HttpAnswer> handle(HttpCall call, Principal caller, I id);
    }

    /** Paths whose id is none are refused (NOT_FOUND). */
    static <I> ApiRoute route(
            HttpMethod method,
            String template,
            Permission permission,
            Function<String, Optional<I>> parser,
            Handler<I> handler) {
        return new ApiRoute(method, template, permission, (call, caller) -> {
            String text = call.pathParameter("id");
            return parser.apply(text)
                    .map(id -> handler.handle(call, caller, id))
                    .orElseGet(() -> Outcome.refused(
                            RefusalCode.NOT_FOUND,
                            "\"" + text + "\" is not a UUID, which looks like 50503630-3637-422a-8034-1d0b0a0b0c0d"));
        });
    }
}
