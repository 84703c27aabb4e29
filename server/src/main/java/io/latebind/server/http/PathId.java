package io.latebind.server.http;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import java.util.Optional;
import java.util.function.Function;

/** Routes whose path has an {@code {id}} that is a UUID. */
public final class PathId {
    private PathId() {}

    @FunctionalInterface
    public interface Handler<I> {
        Outcome<HttpAnswer> handle(HttpCall call, Principal caller, I id);
    }

    /** Paths whose id is none are refused (NOT_FOUND). */
    public static <I> ApiRoute route(
            HttpMethod method,
            String template,
            Permission permission,
            Function<String, Optional<I>> parser,
            Handler<I> handler) {
        return new ApiRoute(
                method,
                template,
                permission,
                (call, caller) -> of(call, "id", parser).then(id -> handler.handle(call, caller, id)));
    }

    /** A part of the path; refused (NOT_FOUND) when it is no id. */
    public static <I> Outcome<I> of(HttpCall call, String parameter, Function<String, Optional<I>> parser) {
        String text = call.pathParameter(parameter);
        return parser.apply(text)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(
                        RefusalCode.NOT_FOUND,
                        "\"" + text + "\" is not a UUID, which looks like 50503630-3637-422a-8034-1d0b0a0b0c0d"));
    }
}
