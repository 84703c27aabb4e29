package io.latebind.server.device.api;

import io.latebind.server.device.TagChange;
import io.latebind.server.device.TagRules;
import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.JsonBody;
import io.latebind.server.kernel.Outcome;
import java.util.List;
import java.util.Optional;

/** The body that changes tags: {@code {"tags": […]}}, or {@code {"addTags"?: […], "removeTags"?: […]}}. */
final class TagsBody {
    private TagsBody() {}

    /** Refused with every bad field at once (BAD_FIELD). */
    static Outcome<TagChange> read(HttpCall call) {
        return JsonBody.fields(call).then(body -> {
            Optional<List<String>> tags = tags(body, "tags");
            Optional<List<String>> added = tags(body, "addTags");
            Optional<List<String>> removed = tags(body, "removeTags");
            boolean amends = added.isPresent() || removed.isPresent();
            if (tags.isPresent() == amends && !body.hasProblems()) {
                body.problem(
                        "",
                        amends
                                ? "tags says which ones the device bears from now on; leave addTags and removeTags away,"
                                        + " or tags."
                                : "Nothing is to be changed; send tags, or addTags and removeTags.");
            }
            List<String> add = added.orElse(List.of());
            List<String> remove = removed.orElse(List.of());
            add.stream()
                    .filter(remove::contains)
                    .findFirst()
                    .ifPresent(both -> body.problem(
                            "removeTags", "\"" + both + "\" is to be added and to be removed; choose one."));
            return body.accept(() ->
                    tags.<TagChange>map(TagChange.Replace::new).orElseGet(() -> new TagChange.Amend(add, remove)));
        });
    }

    private static Optional<List<String>> tags(BodyFields body, String name) {
        Optional<List<String>> tags = body.optionalTextList(name).map(TagRules::split);
        tags.flatMap(TagRules::problem).ifPresent(problem -> body.problem(name, problem));
        return tags;
    }
}
