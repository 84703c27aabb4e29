package io.latebind.server.event.webhook;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.event.EventData;
import io.latebind.server.event.EventId;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;

/** Sends again what was not taken, and sends something to try a webhook out. */
public final class ReplayDeliveries {
    private final Transactor transactor;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final IdSource ids;

    public ReplayDeliveries(
            Transactor transactor,
            WebhookStore webhooks,
            DeliveryStore deliveries,
            AuditTrail audit,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** Sends a {@code webhook.test} once, also to an inactive webhook. Refused when there is no such webhook (NOT_FOUND). */
    public Outcome<EventId> test(Principal caller, WebhookId id) {
        return onLocked(caller, id, (tx, webhook) -> {
            EventId event = new EventId(ids.newUuid());
            String data = EventData.json(Facts.of("by", Facts.of("memberId", caller.member())));
            deliveries.addTest(tx, webhook, event, data, clock.instant());
            audit.record(
                    tx, AuditEvent.of(caller, AuditAction.WEBHOOK_TESTED, id).after(Facts.of("deliveryId", event)));
            return Outcome.done(event);
        });
    }

    /**
     * Sends one delivery again from the beginning. Refused when there is no such webhook or delivery (NOT_FOUND), the webhook is
     * inactive, or the delivery is still under way (WRONG_STATE).
     */
    public Outcome<EventId> replay(Principal caller, WebhookId id, EventId delivery) {
        return onLocked(
                caller,
                id,
                (tx, webhook) -> active(webhook)
                        .then(_ -> found(tx, id, delivery))
                        .then(_ -> {
                            if (!deliveries.replay(tx, id, delivery, clock.instant())) {
                                return Outcome.refused(
                                        RefusalCode.WRONG_STATE,
                                        "delivery " + delivery
                                                + " is PENDING: it is tried by itself until it is taken or given up");
                            }
                            audit.record(
                                    tx,
                                    AuditEvent.of(caller, AuditAction.WEBHOOK_REPLAYED, id)
                                            .after(Facts.of("deliveryId", delivery)));
                            return Outcome.done(delivery);
                        }));
    }

    /**
     * Sends all dead deliveries again, and says how many. Refused when there is no such webhook (NOT_FOUND), or it is inactive
     * (WRONG_STATE).
     */
    public Outcome<Integer> replayDead(Principal caller, WebhookId id) {
        return onLocked(
                caller,
                id,
                (tx, webhook) -> active(webhook).map(_ -> {
                    int count = deliveries.replayDead(tx, id, clock.instant());
                    audit.record(
                            tx,
                            AuditEvent.of(caller, AuditAction.WEBHOOK_REPLAYED, id)
                                    .after(Facts.of("deliveries", count)));
                    return count;
                }));
    }

    private <T> Outcome<T> onLocked(Principal caller, WebhookId id, BiFunction<Tx, Webhook, Outcome<T>> work) {
        return transactor.inTransaction(tx -> webhooks.lock(tx, caller.team(), id)
                .map(webhook -> work.apply(tx, webhook))
                .orElseGet(() -> Outcome.refused(WebhookAbsent.refusal(id))));
    }

    private static Outcome<Webhook> active(Webhook webhook) {
        return webhook.active()
                ? Outcome.done(webhook)
                : Outcome.refused(
                        RefusalCode.WRONG_STATE, "webhook " + webhook.id() + " is inactive; make it active first");
    }

    private Outcome<Delivery> found(Tx tx, WebhookId id, EventId delivery) {
        Optional<Delivery> found = deliveries.find(tx, id, delivery);
        return found.map(Outcome::done)
                .orElseGet(() -> Outcome.refused(
                        RefusalCode.NOT_FOUND, "webhook " + id + " has no delivery " + delivery + ", or no longer"));
    }
}
