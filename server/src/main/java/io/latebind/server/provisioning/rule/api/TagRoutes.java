package io.latebind.server.provisioning.rule.api;

import static io.latebind.server.kernel.Permission.CHANGE_TAGS;
import static io.latebind.server.kernel.Permission.READ_TAGS;

import io.latebind.server.device.TagRules;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.JsonBody;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.provisioning.rule.ChangeTag;
import io.latebind.server.provisioning.rule.ReadTag;
import io.latebind.server.provisioning.rule.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The REST calls on tags (specification 7). */
public final class TagRoutes {
    private static final String TAGS = "/v1/provisioning/tags";
    private static final int MAX_DESCRIPTION_CHARACTERS = 1024;

    private final ReadTag reading;
    private final ChangeTag changing;

    public TagRoutes(ReadTag reading, ChangeTag changing) {
        this.reading = reading;
        this.changing = changing;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, TAGS, READ_TAGS, this::list),
                new ApiRoute(HttpMethod.POST, TAGS, CHANGE_TAGS, this::create),
                new ApiRoute(HttpMethod.DELETE, TAGS + "/{tag}", CHANGE_TAGS, this::delete));
    }

    private record TagView(
            String tag, Optional<String> description, long devices, List<String> rules, Instant createdAt) {
        static TagView of(Tag tag) {
            return new TagView(tag.name(), tag.description(), tag.devices(), tag.rules(), tag.createdAt());
        }
    }

    /** What a deletion would affect. */
    private record Affected(long devices, List<String> rules) {}

    private record NewTag(String tag, Optional<String> description) {}

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        Optional<String> behind = page.token().flatMap(TagRoutes::tagOf);
        return query.accept(() -> page)
                .<Page<Tag>>then(_ -> page.token().isPresent() && behind.isEmpty()
                        ? Outcome.refused(
                                RefusalCode.BAD_PARAMETER,
                                "pageNextToken is not one that this service gave out; leave it away to begin with the first page")
                        : reading.list(caller, behind, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(TagView::of).toList(),
                        found.total(),
                        found.nextPageToken().map(TagRoutes::token))));
    }

    private static String token(String tag) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(tag.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> tagOf(String token) {
        try {
            String tag = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return tag.indexOf('\0') < 0 && token(tag).equals(token) ? Optional.of(tag) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Outcome<HttpAnswer> create(HttpCall call, Principal caller) {
        return JsonBody.fields(call)
                .then(TagRoutes::newTag)
                .then(wanted -> changing.create(caller, wanted.tag(), wanted.description()))
                .map(made -> JsonAnswer.of(made.isNew() ? 201 : 200, TagView.of(made.tag())));
    }

    private static Outcome<NewTag> newTag(BodyFields body) {
        String tag = body.requireText("tag").strip();
        if (tag.contains(",")) {
            body.problem("tag", "/tag holds a comma, which stands between tags; make one tag after the other.");
        }
        TagRules.problem(List.of(tag)).ifPresent(problem -> body.problem("tag", problem));
        Optional<String> description = body.optionalText("description");
        description
                .filter(text -> text.length() > MAX_DESCRIPTION_CHARACTERS)
                .ifPresent(text -> body.problem(
                        "description",
                        "/description has " + text.length() + " characters; at most " + MAX_DESCRIPTION_CHARACTERS
                                + " are allowed."));
        return body.accept(() -> new NewTag(tag, description));
    }

    private Outcome<HttpAnswer> delete(HttpCall call, Principal caller) {
        String tag = call.pathParameter("tag");
        return RuleRoutes.flag(call, "force")
                .then(force -> RuleRoutes.flag(call, "dryrun")
                        .then(dryRun -> dryRun
                                ? changing.dryRun(caller, tag)
                                        .map(found -> JsonAnswer.of(200, new Affected(found.devices(), found.rules())))
                                : changing.delete(caller, tag, force).map(_ -> HttpAnswer.empty(204))));
    }
}
