package io.latebind.server.event.webhook;

import io.latebind.server.kernel.Transactor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What has to be looked after: webhooks without hope are made inactive, and deliveries of long ago are deleted. */
public final class TendWebhooks {
    /** A receiver that took nothing for so long will not take anything soon. */
    static final Duration MAX_FAILING = Duration.ofDays(5);
    /** Deliveries that wait for one failing receiver. */
    static final int MAX_BACKLOG = 100_000;

    private static final Duration DELIVERED_KEPT = Duration.ofDays(1);
    private static final Duration DEAD_KEPT = Duration.ofDays(30);
    private static final int AT_A_TIME = 5000;

    private final Transactor transactor;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final DeactivateWebhook deactivation;
    private final InstantSource clock;

    public TendWebhooks(
            Transactor transactor,
            WebhookStore webhooks,
            DeliveryStore deliveries,
            DeactivateWebhook deactivation,
            InstantSource clock) {
        this.transactor = transactor;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.deactivation = deactivation;
        this.clock = clock;
    }

    public void tend() {
        Instant now = clock.instant();
        transactor
                .perStatement(tx -> webhooks.hopeless(tx, now.minus(MAX_FAILING), MAX_BACKLOG))
                .forEach(webhook -> deactivate(webhook, now));
        int deleted;
        do {
            deleted = transactor.inTransaction(
                    tx -> deliveries.prune(tx, now.minus(DELIVERED_KEPT), now.minus(DEAD_KEPT), AT_A_TIME));
        } while (deleted == AT_A_TIME);
    }

    private void deactivate(Webhook hopeless, Instant now) {
        transactor.inTransaction(tx -> {
            webhooks.lock(tx, hopeless.team(), hopeless.id())
                    .filter(Webhook::active)
                    .ifPresent(webhook -> webhook.health()
                            .failingSince()
                            .ifPresent(since -> deactivation.deactivate(
                                    tx,
                                    webhook,
                                    "it had failed for too long",
                                    since,
                                    webhook.health().lastFailure().orElse(""),
                                    now)));
            return tx;
        });
    }
}
