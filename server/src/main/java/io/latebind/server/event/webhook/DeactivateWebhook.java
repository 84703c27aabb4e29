package io.latebind.server.event.webhook;

import io.latebind.server.event.EventOutbox;
import io.latebind.server.event.EventType;
import io.latebind.server.event.OutboxEvent;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Tx;
import java.time.Instant;

/** Switches off a webhook that nothing can be delivered to, and tells those who can mend it. */
public final class DeactivateWebhook {
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final EventOutbox outbox;

    public DeactivateWebhook(WebhookStore webhooks, DeliveryStore deliveries, EventOutbox outbox) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.outbox = outbox;
    }

    /**
     * Gives up what waits; replay brings it back.
     *
     * @param webhook locked, and active
     * @param why to complete "the webhook was made inactive, because …"
     * @param failingSince when the first attempt failed behind which none succeeded
     * @param lastFailure the reason of the last attempt
     */
    void deactivate(Tx tx, Webhook webhook, String why, Instant failingSince, String lastFailure, Instant now) {
        webhooks.save(tx, webhook.madeInactive(now));
        deliveries.endPending(tx, webhook.id(), "the webhook was made inactive, because " + why, now);
        outbox.record(
                tx,
                OutboxEvent.of(
                                webhook.team(),
                                EventType.WEBHOOK_DEACTIVATED,
                                webhook.id(),
                                Facts.of("reason", why)
                                        .with("description", webhook.description())
                                        .with("failingSince", failingSince)
                                        .with("lastFailure", lastFailure))
                        .forAdmins());
    }
}
