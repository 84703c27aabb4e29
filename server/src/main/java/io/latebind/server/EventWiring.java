package io.latebind.server;

import io.latebind.server.event.EventFeed;
import io.latebind.server.event.PruneEvents;
import io.latebind.server.event.api.EventRoutes;
import io.latebind.server.event.api.WebhookRoutes;
import io.latebind.server.event.link.OutboundReceivers;
import io.latebind.server.event.store.PgDeliveryStore;
import io.latebind.server.event.store.PgEventStore;
import io.latebind.server.event.store.PgWebhookStore;
import io.latebind.server.event.store.WebhookSecrets;
import io.latebind.server.event.webhook.ChangeWebhooks;
import io.latebind.server.event.webhook.DeactivateWebhook;
import io.latebind.server.event.webhook.DeliverWebhooks;
import io.latebind.server.event.webhook.ReadWebhooks;
import io.latebind.server.event.webhook.ReplayDeliveries;
import io.latebind.server.event.webhook.TendWebhooks;
import io.latebind.server.event.webhook.WebhookWorker;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.Authenticator;
import io.latebind.server.http.NameResolver;
import io.latebind.server.http.OutboundCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Events, their stream, and webhooks. */
record EventWiring(
        Foundation on,
        EventFeed feed,
        PgWebhookStore webhooks,
        PgDeliveryStore deliveries,
        OutboundReceivers receivers,
        PruneEvents pruning,
        TendWebhooks tending) {
    /** Of one delivery. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static EventWiring open(Foundation on, ShutdownOrder opened) {
        PgEventStore events = new PgEventStore();
        WebhookSecrets secrets = new WebhookSecrets(on.cipher());
        PgWebhookStore webhooks = new PgWebhookStore(secrets);
        PgDeliveryStore deliveries = new PgDeliveryStore(secrets);
        OutboundCalls calls = opened.add(
                "outbound calls",
                OutboundCalls.open(NameResolver.ofMachine(), on.config().webhookAllowPrivate(), PATIENCE));
        OutboundReceivers receivers = new OutboundReceivers(calls);
        DeactivateWebhook deactivation = new DeactivateWebhook(webhooks, deliveries, on.outbox());
        EventFeed feed = opened.add("event feed", EventFeed.start(on.transactor(), events));
        opened.add(
                "webhooks",
                WebhookWorker.start(new DeliverWebhooks(
                        on.transactor(), webhooks, deliveries, receivers, deactivation, on.clock(), on.ids())));
        return new EventWiring(
                on,
                feed,
                webhooks,
                deliveries,
                receivers,
                new PruneEvents(
                        on.transactor(),
                        events,
                        on.clock(),
                        Duration.ofDays(on.config().eventRetentionDays())),
                new TendWebhooks(on.transactor(), webhooks, deliveries, deactivation, on.clock()));
    }

    List<Housekeeping.Chore> chores(Duration every) {
        return List.of(
                new Housekeeping.Chore("deleting old events", every, pruning::prune),
                new Housekeeping.Chore("looking after webhooks", every, tending::tend));
    }

    List<ApiRoute> routes(Authenticator keys) {
        List<ApiRoute> routes = new ArrayList<>(new EventRoutes(feed, keys, on.clock()).routes());
        routes.addAll(new WebhookRoutes(
                        new ReadWebhooks(on.transactor(), webhooks, deliveries),
                        new ChangeWebhooks(
                                on.transactor(), webhooks, deliveries, receivers, on.audit(), on.clock(), on.ids()),
                        new ReplayDeliveries(on.transactor(), webhooks, deliveries, on.audit(), on.clock(), on.ids()))
                .routes());
        return routes;
    }
}
