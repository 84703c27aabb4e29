package io.latebind.server.event.api;

import static io.latebind.server.kernel.Permission.CHANGE_WEBHOOKS;

import io.latebind.server.event.EventId;
import io.latebind.server.event.webhook.ChangeWebhooks;
import io.latebind.server.event.webhook.Delivery;
import io.latebind.server.event.webhook.ReadWebhooks;
import io.latebind.server.event.webhook.ReplayDeliveries;
import io.latebind.server.event.webhook.Webhook;
import io.latebind.server.event.webhook.WebhookId;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.JsonBody;
import io.latebind.server.http.PathId;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.http.ShortList;
import io.latebind.server.kernel.CanonicalUuid;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The REST calls on webhooks. */
public final class WebhookRoutes {
    private static final String WEBHOOKS = "/v1/webhooks";
    private static final String WEBHOOK = WEBHOOKS + "/{id}";
    private static final String DELIVERIES = WEBHOOK + "/deliveries";
    private static final long MAX_OVERLAP_SECONDS = Duration.ofDays(90).toSeconds();
    private static final long DEFAULT_OVERLAP_SECONDS = Duration.ofDays(1).toSeconds();

    private final ReadWebhooks reading;
    private final ChangeWebhooks changing;
    private final ReplayDeliveries replaying;

    public WebhookRoutes(ReadWebhooks reading, ChangeWebhooks changing, ReplayDeliveries replaying) {
        this.reading = reading;
        this.changing = changing;
        this.replaying = replaying;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, WEBHOOKS, CHANGE_WEBHOOKS, this::list),
                new ApiRoute(HttpMethod.POST, WEBHOOKS, CHANGE_WEBHOOKS, this::create),
                onWebhook(
                        HttpMethod.GET,
                        WEBHOOK,
                        (_, caller, id) ->
                                reading.find(caller, id).map(webhook -> JsonAnswer.of(200, WebhookView.of(webhook)))),
                onWebhook(
                        HttpMethod.PATCH,
                        WEBHOOK,
                        (call, caller, id) -> JsonBody.fields(call)
                                .then(WebhookFields::change)
                                .then(change -> changing.change(caller, id, change))
                                .map(webhook -> JsonAnswer.of(200, WebhookView.of(webhook)))),
                onWebhook(
                        HttpMethod.DELETE,
                        WEBHOOK,
                        (_, caller, id) -> changing.delete(caller, id).map(_ -> HttpAnswer.empty(204))),
                onWebhook(HttpMethod.POST, WEBHOOK + "/rotate", this::rotate),
                onWebhook(
                        HttpMethod.POST,
                        WEBHOOK + "/test",
                        (_, caller, id) -> replaying.test(caller, id).map(WebhookRoutes::accepted)),
                onWebhook(
                        HttpMethod.POST,
                        WEBHOOK + "/replay",
                        (_, caller, id) ->
                                replaying.replayDead(caller, id).map(count -> JsonAnswer.of(202, new Replayed(count)))),
                onWebhook(HttpMethod.GET, DELIVERIES, this::deliveries),
                onWebhook(HttpMethod.POST, DELIVERIES + "/{deliveryId}/replay", this::replay));
    }

    private record Replayed(int deliveries) {}

    private record Accepted(String deliveryId) {}

    private static ApiRoute onWebhook(HttpMethod method, String template, PathId.Handler<WebhookId> handler) {
        return PathId.route(
                method,
                template,
                CHANGE_WEBHOOKS,
                text -> CanonicalUuid.parse(text).map(WebhookId::new),
                handler);
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return query.accept(() -> page)
                .then(_ -> ShortList.cut(reading.list(caller), Webhook::id, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(WebhookView::of).toList(), found.total(), found.nextPageToken())));
    }

    private Outcome<HttpAnswer> create(HttpCall call, Principal caller) {
        return JsonBody.fields(call)
                .then(WebhookFields::creation)
                .then(wanted -> changing.create(caller, wanted))
                .map(made -> JsonAnswer.of(201, WebhookView.made(made)));
    }

    private Outcome<HttpAnswer> rotate(HttpCall call, Principal caller, WebhookId id) {
        Outcome<Long> overlap = call.body().length == 0
                ? Outcome.done(DEFAULT_OVERLAP_SECONDS)
                : JsonBody.fields(call).then(WebhookRoutes::overlapSeconds);
        return overlap.then(seconds -> changing.rotate(caller, id, Duration.ofSeconds(seconds)))
                .map(made -> JsonAnswer.of(201, WebhookView.made(made)));
    }

    private static Outcome<Long> overlapSeconds(BodyFields body) {
        long seconds =
                body.optionalInteger("overlapSeconds", 0, MAX_OVERLAP_SECONDS).orElse(DEFAULT_OVERLAP_SECONDS);
        return body.accept(() -> seconds);
    }

    private Outcome<HttpAnswer> deliveries(HttpCall call, Principal caller, WebhookId id) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        Optional<Delivery.State> state = query.choice("state", Delivery.State.class);
        return query.accept(() -> page)
                .then(_ -> reading.deliveries(caller, id, state, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(DeliveryView::of).toList(), found.total(), found.nextPageToken())));
    }

    private Outcome<HttpAnswer> replay(HttpCall call, Principal caller, WebhookId id) {
        return PathId.of(call, "deliveryId", text -> CanonicalUuid.parse(text).map(EventId::new))
                .then(delivery -> replaying.replay(caller, id, delivery))
                .map(WebhookRoutes::accepted);
    }

    private static HttpAnswer accepted(EventId delivery) {
        return JsonAnswer.of(202, new Accepted(delivery.toString()));
    }
}
