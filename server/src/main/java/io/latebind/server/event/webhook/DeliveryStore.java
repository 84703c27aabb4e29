package io.latebind.server.event.webhook;

import io.latebind.server.event.EventId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where deliveries are kept. */
public interface DeliveryStore {
    /**
     * Makes deliveries of the next {@code limit} events for the webhooks that want them, and says how many events it were. One process
     * at a time; another one is answered 0.
     */
    int fanOut(Tx tx, Instant now, int limit);

    /**
     * Takes on what is due: nobody else gets it until {@code leaseEnd}, and then it is due again.
     *
     * @param underWay how many deliveries of a webhook this process has in hand already
     */
    List<DueDelivery> take(Tx tx, Instant now, Instant leaseEnd, Map<WebhookId, Integer> underWay);

    void delivered(Tx tx, DueDelivery due, int status, Instant now);

    /**
     * @param next empty: it is given up
     * @param heldUntil when the receiver wants to be left alone: until then nothing but tests is taken on for it
     */
    void failed(
            Tx tx,
            DueDelivery due,
            Receivers.Answer.NotTaken answer,
            Optional<Instant> next,
            Optional<Instant> heldUntil,
            Instant now);

    /** A delivery for {@link io.latebind.server.event.EventType#WEBHOOK_TEST}, due at once, also when the webhook is inactive. */
    void addTest(Tx tx, Webhook webhook, EventId id, String data, Instant now);

    /** Gives up everything that waits. */
    void endPending(Tx tx, WebhookId webhook, String reason, Instant now);

    Optional<Delivery> find(Tx tx, WebhookId webhook, EventId id);

    /** In the order of their events, or against it. */
    List<Delivery> list(
            Tx tx,
            WebhookId webhook,
            Optional<Delivery.State> state,
            Optional<DeliveryCursor> behind,
            boolean descending,
            int limit);

    long count(Tx tx, WebhookId webhook, Optional<Delivery.State> state);

    /** From the beginning, unless it is PENDING; says whether it did. */
    boolean replay(Tx tx, WebhookId webhook, EventId id, Instant now);

    /** All dead ones; says how many. */
    int replayDead(Tx tx, WebhookId webhook, Instant now);

    /** Deletes up to {@code limit} of those that ended long ago, and says how many. */
    int prune(Tx tx, Instant deliveredBefore, Instant deadBefore, int limit);
}
