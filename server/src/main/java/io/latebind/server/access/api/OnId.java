package io.latebind.server.access.api;

import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import java.util.UUID;

/** A handler of a route whose path ends in {@code {id}}. */
interface OnId {
    Outcome<HttpAnswer> handle(HttpCall call, Principal caller, UUID id);

    /** Paths whose id is none are refused (NOT_FOUND). */
    static ApiRoute route(HttpMethod method, String template, Permission permission, OnId handler) {
        return new ApiRoute(method, template, permission, (call, caller) -> {
            String text = call.pathParameter("id");
            return AccessFields.uuid(text)
                    .map(id -> handler.handle(call, caller, id))
                    .orElseGet(() -> Outcome.refused(
                            RefusalCode.NOT_FOUND,
                            "\"" + text + "\" is not a UUID, which looks like 50503630-3637-422a-8034-1d0b0a0b0c0d"));
        });
    }
}
