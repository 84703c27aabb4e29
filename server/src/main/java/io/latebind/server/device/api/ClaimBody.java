package io.latebind.server.device.api;

import io.latebind.server.device.TagRules;
import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.JsonBody;
import io.latebind.server.kernel.Outcome;
import java.util.List;

/** The body of a claim: {@code {"claimToken": "…", "tags"?: […]}}. */
record ClaimBody(String claimToken, List<String> tags) {
    ClaimBody {
        tags = List.copyOf(tags);
    }

    /** Refused with every bad field at once (BAD_FIELD). */
    static Outcome<ClaimBody> read(HttpCall call) {
        return JsonBody.fields(call).then(body -> {
            String claimToken = body.requireText("claimToken");
            List<String> tags = TagRules.split(body.optionalTextList("tags").orElse(List.of()));
            checkTags(body, tags);
            return body.accept(() -> new ClaimBody(claimToken.strip(), tags));
        });
    }

    private static void checkTags(BodyFields body, List<String> tags) {
        TagRules.problem(tags).ifPresent(problem -> body.problem("tags", problem));
    }
}
