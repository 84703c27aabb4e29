package io.latebind.server.provisioning.rule.api;

import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.kernel.CanonicalUuid;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.RuleId;

/** A handler of a route whose path names a rule. */
interface OnRule {
    Outcome<HttpAnswer> handle(HttpCall call, Principal caller, RuleId rule);

    /** Paths whose id is none are refused (NOT_FOUND). */
    static ApiRoute route(HttpMethod method, String template, Permission permission, OnRule handler) {
        return new ApiRoute(method, template, permission, (call, caller) -> {
            String text = call.pathParameter("id");
            return CanonicalUuid.parse(text)
                    .map(id -> handler.handle(call, caller, new RuleId(id)))
                    .orElseGet(() -> Outcome.refused(
                            RefusalCode.NOT_FOUND,
                            "\"" + text
                                    + "\" is not the id of a provisioning rule, which is a UUID; the list of rules shows"
                                    + " the ids"));
        });
    }
}
