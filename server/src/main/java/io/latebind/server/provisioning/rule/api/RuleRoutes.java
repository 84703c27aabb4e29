package io.latebind.server.provisioning.rule.api;

import static io.latebind.server.kernel.Permission.CHANGE_RULES;
import static io.latebind.server.kernel.Permission.READ_RULES;

import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.provisioning.rule.ChangeRule;
import io.latebind.server.provisioning.rule.CreateRule;
import io.latebind.server.provisioning.rule.DeleteRule;
import io.latebind.server.provisioning.rule.ReadRule;
import io.latebind.server.provisioning.rule.RuleFilter;
import java.util.List;
import java.util.Optional;

/** The REST calls on provisioning rules (specification 7, 7.2). */
public final class RuleRoutes {
    private static final String RULES = "/v1/provisioning-rules";
    private static final String RULE = RULES + "/{id}";

    private final ReadRule reading;
    private final CreateRule creating;
    private final ChangeRule changing;
    private final DeleteRule deleting;

    public RuleRoutes(ReadRule reading, CreateRule creating, ChangeRule changing, DeleteRule deleting) {
        this.reading = reading;
        this.creating = creating;
        this.changing = changing;
        this.deleting = deleting;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, RULES, READ_RULES, this::list),
                new ApiRoute(HttpMethod.POST, RULES, CHANGE_RULES, this::create),
                OnRule.route(
                        HttpMethod.GET,
                        RULE,
                        READ_RULES,
                        (_, caller, rule) -> reading.find(caller, rule)
                                .map(found ->
                                        JsonAnswer.of(200, RuleView.of(found.rule(), Optional.of(found.receivers()))))),
                OnRule.route(HttpMethod.PATCH, RULE, CHANGE_RULES, this::change),
                OnRule.route(HttpMethod.DELETE, RULE, CHANGE_RULES, this::delete),
                OnRule.route(
                        HttpMethod.POST,
                        RULE + "/activate",
                        CHANGE_RULES,
                        (_, caller, rule) -> changing.setActive(caller, rule, true)
                                .map(changed -> JsonAnswer.of(200, RuleView.of(changed)))),
                OnRule.route(
                        HttpMethod.POST,
                        RULE + "/deactivate",
                        CHANGE_RULES,
                        (_, caller, rule) -> changing.setActive(caller, rule, false)
                                .map(changed -> JsonAnswer.of(200, RuleView.of(changed)))),
                OnRule.route(
                        HttpMethod.POST,
                        RULE + "/apply",
                        CHANGE_RULES,
                        (_, caller, rule) ->
                                changing.apply(caller, rule).map(count -> JsonAnswer.of(202, new Applied(count)))),
                OnRule.route(
                        HttpMethod.GET,
                        RULE + "/reach",
                        READ_RULES,
                        (_, caller, rule) ->
                                reading.reach(caller, rule).map(reach -> JsonAnswer.of(200, ReachView.of(reach)))));
    }

    /** @param devices that get the newest version at their next fetch */
    private record Applied(long devices) {}

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        Optional<String> name = storable(query, "name");
        Optional<String> tag = storable(query, "tag");
        Optional<Boolean> active = query.text("active").map(_ -> query.flag("active"));
        return query.accept(() -> new RuleFilter(name, tag, active))
                .then(filter -> reading.list(caller, filter, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(RuleView::of).toList(), found.total(), found.nextPageToken())));
    }

    /** A text that the database can compare with: U+0000 is in none. */
    private static Optional<String> storable(QueryParameters query, String name) {
        Optional<String> text = query.text(name);
        text.filter(value -> value.indexOf('\0') >= 0)
                .ifPresent(value -> query.problem(name, value, "a text without U+0000"));
        return text;
    }

    private Outcome<HttpAnswer> create(HttpCall call, Principal caller) {
        return flag(call, "dryrun")
                .then(dryRun -> RuleBody.draft(call)
                        .then(draft -> dryRun
                                ? creating.dryRun(caller, draft).map(reach -> JsonAnswer.of(202, ReachView.of(reach)))
                                : creating.create(caller, draft).map(rule -> JsonAnswer.of(201, RuleView.of(rule)))));
    }

    private Outcome<HttpAnswer> change(HttpCall call, Principal caller, RuleId rule) {
        return flag(call, "dryrun")
                .then(dryRun -> RuleBody.edit(call)
                        .then(edit -> dryRun
                                ? changing.dryRun(caller, rule, edit)
                                        .map(reach -> JsonAnswer.of(202, ReachView.of(reach)))
                                : changing.edit(caller, rule, edit)
                                        .map(changed -> JsonAnswer.of(200, RuleView.of(changed)))));
    }

    private Outcome<HttpAnswer> delete(HttpCall call, Principal caller, RuleId rule) {
        return flag(call, "force")
                .then(force -> flag(call, "dryrun")
                        .then(dryRun -> dryRun
                                ? reading.reach(caller, rule).map(reach -> JsonAnswer.of(200, ReachView.of(reach)))
                                : deleting.delete(caller, rule, force).map(_ -> HttpAnswer.empty(204))));
    }

    static Outcome<Boolean> flag(HttpCall call, String name) {
        QueryParameters query = new QueryParameters(call);
        boolean value = query.flag(name);
        return query.accept(() -> value);
    }
}
